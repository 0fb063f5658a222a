import type { OverviewTable, ReaderKind, ReaderOverview, SessionOverview } from '@mxgateway/client';
import { formatMoment, formatTime } from '../format.ts';
import type { Column } from '../tables/rowList.ts';
import { formatBytes, formatLag, formatRate } from './figures.ts';
import { titleOf } from './sessionNames.ts';

const whole = (value: number | undefined): string => (value === undefined ? '–' : value.toLocaleString());

function figure<T>(key: string, title: string, number: (row: T) => number | undefined, format = whole): Column<T> {
  return { key, title, number, text: (row) => format(number(row)) };
}

/** A moment; a file gets it with its zone. */
function moment<T>(key: string, title: string, at: (row: T) => string | undefined): Column<T> {
  return { key, title, text: (row) => momentText(at(row)), exact: at };
}

function momentText(at: string | undefined): string {
  return at === undefined ? '–' : formatMoment(at);
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
  { key: 'fault', title: 'Last fault', text: ({ fault }) => (fault === undefined ? '–' : `${formatTime(fault.at).slice(0, 8)} ${fault.code}`), exact: ({ fault }) => (fault === undefined ? undefined : `${fault.at} ${fault.code}`) },
  { ...moment<SessionOverview>('opened', 'Opened', ({ createdAt }) => createdAt), isExtra: true },
  { ...moment<SessionOverview>('active', 'Last used', ({ load }) => load?.lastActivityAt), isExtra: true },
  { ...moment<SessionOverview>('adopted', 'Taken over', ({ adoptedAt }) => adoptedAt), isExtra: true },
  { key: 'client', title: 'Client', text: ({ clientIdentity }) => clientIdentity ?? '–', isExtra: true },
  { key: 'correlation', title: 'Correlation id', text: ({ correlationId }) => correlationId ?? '–', isExtra: true },
  { key: 'backend', title: 'Backend', text: ({ backend }) => backend, isExtra: true },
  { key: 'site', title: 'Site', text: ({ site }) => site ?? '–', isExtra: true },
  { key: 'node', title: 'Node', text: ({ node }) => node ?? '–', isExtra: true },
  { ...figure<SessionOverview>('latest', 'Latest event', ({ load }) => load?.latestSequence), isExtra: true },
  { ...figure<SessionOverview>('history', 'History', ({ load }) => load?.historyEvents), isExtra: true },
  { ...figure<SessionOverview>('overwritten', 'Overwritten', ({ load }) => load?.overwrittenEvents), isExtra: true },
  { key: 'id', title: 'Id', text: ({ sessionId }) => sessionId, isExtra: true },
];

/** The columns of the readers; a reader knows only the id of its session. */
export function readerColumns(table: () => Pick<OverviewTable, 'sessions'>): readonly Column<ReaderOverview>[] {
  return [
    { key: 'who', title: 'Reader', text: ({ subject }) => subject },
    { key: 'kind', title: 'Reads', text: ({ kind }) => kindText(kind) },
    { key: 'session', title: 'Session', text: ({ sessionId }) => nameOf(table(), sessionId) },
    { key: 'phase', title: 'State', text: ({ slowSince, load }) => (slowSince !== undefined ? `slow since ${formatTime(slowSince).slice(0, 8)}` : load?.phase === 'catchingUp' ? 'catching up' : 'live') },
    figure('lag', 'Lag', ({ load }) => load?.lag),
    figure('lagMs', 'Lag, time', ({ load }) => load?.lagMs, formatLag),
    figure('queued', 'Queue', ({ load }) => load?.queued),
    figure('events', 'Events/s', ({ load }) => load?.eventsPerSecond, formatRate),
    figure('dropped', 'Dropped', ({ load }) => load?.dropped),
    figure('conflated', 'Merged', ({ load }) => load?.conflated),
    { key: 'gap', title: 'Last gap', text: ({ lastGapAt, lastGapReason }) => (lastGapAt === undefined ? '–' : `${formatTime(lastGapAt).slice(0, 8)} ${lastGapReason ?? ''}`), exact: ({ lastGapAt }) => lastGapAt },
    figure('position', 'Position', ({ load }) => load?.position),
    { key: 'mode', title: 'Mode', text: ({ mode }) => (mode === 'conflate' ? 'latest values' : 'every event') },
    { key: 'filter', title: 'Filter', text: ({ filter }) => filter ?? '–' },
    { key: 'client', title: 'Client', text: ({ client, clientVersion }) => (client === undefined ? '–' : `${client} ${clientVersion ?? ''}`.trim()) },
    { key: 'from', title: 'From', text: ({ remoteAddress }) => remoteAddress ?? '–' },
    { key: 'protocol', title: 'Protocol', text: ({ protocol, transport }) => [protocol, transport].filter((part) => part !== undefined).join(', ') || '–' },
    moment('expires', 'Token expires', ({ tokenExpiresAt }) => tokenExpiresAt),
    { ...moment<ReaderOverview>('since', 'Since', ({ since }) => since), isExtra: true },
    { ...figure<ReaderOverview>('resumed', 'Resumed after', ({ resumedAfter }) => resumedAfter), isExtra: true },
    { ...figure<ReaderOverview>('delivered', 'Delivered', ({ load }) => load?.delivered), isExtra: true },
    { ...figure<ReaderOverview>('slow', 'Times slow', ({ load }) => load?.slowEpisodes), isExtra: true },
    { ...figure<ReaderOverview>('gaps', 'Gaps', ({ load }) => load?.gaps), isExtra: true },
    { key: 'connection', title: 'Connection', text: ({ connectionId }) => connectionId ?? '–', isExtra: true },
  ];
}

const kinds: Readonly<Record<ReaderKind, string>> = {
  session: 'a session', manySessions: 'many sessions', observer: 'a session, as an observer', changes: 'the change feed', alarms: 'the alarms',
};

function kindText(kind: ReaderKind): string {
  return Object.hasOwn(kinds, kind) ? kinds[kind] : kind;
}

function nameOf({ sessions }: Pick<OverviewTable, 'sessions'>, sessionId: string): string {
  const session = sessions.get(sessionId);
  return session === undefined ? sessionId || '–' : titleOf(session);
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
