import type { OverviewTable, ReaderOverview, SessionOverview } from '@mxgateway/client';
import { formatMoment, formatTime } from '../format.ts';
import { formatBytes, formatLag, formatRate } from './figures.ts';
import type { Column } from './rowList.ts';
import { titleOf } from './sessionNames.ts';

const whole = (value: number | undefined): string => (value === undefined ? '–' : value.toLocaleString());

function figure<T>(key: string, title: string, number: (row: T) => number | undefined, format = whole): Column<T> {
  return { key, title, number, text: (row) => format(number(row)) };
}

export const sessionColumns: readonly Column<SessionOverview>[] = [
  { key: 'session', title: 'Session', text: titleOf },
  { key: 'state', title: 'State', text: ({ state }) => state },
  { key: 'worker', title: 'Worker', text: ({ worker }) => workerText(worker) },
  { key: 'tag', title: 'Tag', text: ({ sessionTag }) => sessionTag ?? '–' },
  { key: 'owner', title: 'Owner', text: ({ owner }) => owner },
  figure('readers', 'Readers', ({ load }) => load?.readers),
  figure('items', 'Items', ({ load }) => load?.items),
  figure('events', 'Events/s', ({ load }) => load?.eventsPerSecond, formatRate),
  figure('commands', 'Commands/s', ({ load }) => load?.commandsPerSecond, formatRate),
  figure('pending', 'Pending', ({ load }) => load?.pendingCommands),
  figure('memory', 'Memory', ({ load }) => load?.workerBytes, formatBytes),
  figure('ring', 'Ring', ({ load }) => load?.ringEvents),
  { key: 'pid', title: 'Process', text: ({ workerProcessId, workerArchitecture }) => [workerProcessId ?? '–', workerArchitecture].filter((part) => part !== undefined).join(' ') },
  { key: 'fault', title: 'Last fault', text: ({ fault }) => (fault === undefined ? '–' : `${formatTime(fault.at).slice(0, 8)} ${fault.code}`) },
];

/** The columns of the readers; a reader knows only the id of its session. */
export function readerColumns(table: () => Pick<OverviewTable, 'sessions'>): readonly Column<ReaderOverview>[] {
  return [
    { key: 'who', title: 'Reader', text: ({ subject, kind }) => (kind === 'session' ? subject : `${subject} (${kind === 'observer' ? 'observer' : 'many sessions'})`) },
    { key: 'session', title: 'Session', text: ({ sessionId }) => nameOf(table(), sessionId) },
    { key: 'phase', title: 'State', text: ({ slowSince, load }) => (slowSince !== undefined ? `slow since ${formatTime(slowSince).slice(0, 8)}` : load?.phase === 'catchingUp' ? 'catching up' : 'live') },
    figure('lag', 'Lag', ({ load }) => load?.lag),
    figure('lagMs', 'Lag, time', ({ load }) => load?.lagMs, formatLag),
    figure('queued', 'Queue', ({ load }) => load?.queued),
    figure('events', 'Events/s', ({ load }) => load?.eventsPerSecond, formatRate),
    figure('dropped', 'Dropped', ({ load }) => load?.dropped),
    figure('conflated', 'Merged', ({ load }) => load?.conflated),
    { key: 'gap', title: 'Last gap', text: ({ lastGapAt, lastGapReason }) => (lastGapAt === undefined ? '–' : `${formatTime(lastGapAt).slice(0, 8)} ${lastGapReason ?? ''}`) },
    figure('position', 'Position', ({ load }) => load?.position),
    { key: 'mode', title: 'Mode', text: ({ mode }) => (mode === 'conflate' ? 'latest values' : 'every event') },
    { key: 'filter', title: 'Filter', text: ({ filter }) => filter ?? '–' },
    { key: 'client', title: 'Client', text: ({ client, clientVersion }) => (client === undefined ? '–' : `${client} ${clientVersion ?? ''}`.trim()) },
    { key: 'from', title: 'From', text: ({ remoteAddress }) => remoteAddress ?? '–' },
    { key: 'protocol', title: 'Protocol', text: ({ protocol, transport }) => [protocol, transport].filter((part) => part !== undefined).join(', ') || '–' },
    { key: 'expires', title: 'Token expires', text: ({ tokenExpiresAt }) => (tokenExpiresAt === undefined ? '–' : formatMoment(tokenExpiresAt)) },
  ];
}

function nameOf({ sessions }: Pick<OverviewTable, 'sessions'>, sessionId: string): string {
  const session = sessions.get(sessionId);
  return session === undefined ? sessionId : titleOf(session);
}

function workerText(worker: SessionOverview['worker']): string {
  switch (worker?.state) {
    case undefined:
      return '–';
    case 'notAnswering':
      return 'does not answer';
    case 'exited':
      return worker.exitCode === undefined ? 'ended' : `ended (${worker.exitCode})`;
    case 'starting':
    case 'ready':
      return worker.state;
  }
}
