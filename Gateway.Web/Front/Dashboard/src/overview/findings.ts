import type { HealthResult, OverviewTable, ReaderOverview, SessionOverview } from '@mxgateway/client';
import { formatTime } from '../format.ts';
import { count } from '../sessionFacts.ts';
import { formatLag } from './figures.ts';
import type { TimelineTarget } from '../timeline/timelineAddress.ts';
import { titleOf } from './sessionNames.ts';

/** A reader that is further behind than this (milliseconds) is reported, also when its channel is not full. */
const lagMs = 3_000;

export interface Finding {
  /** Identity of the finding, so that it keeps its place on the page. */
  readonly key: string;
  readonly tone: 'bad' | 'uncertain';
  readonly what: string;
  readonly about: string;
  readonly detail: string;
  /** What explains it. */
  readonly target?: TimelineTarget;
}

export type FoundIn = Pick<OverviewTable, 'sessions' | 'readers' | 'health' | 'alarmMonitor'>;

/** What is wrong now, the worst first: without a worker there are no values, and a slow reader harms itself only. */
export function findingsOf(table: FoundIn): readonly Finding[] {
  const all = [
    ...[...table.sessions.values()].flatMap(ofSession), ...ofNodes(table.sessions.values()), ...table.health.flatMap(ofHealth), ...ofMonitor(table.alarmMonitor),
    ...[...table.readers.values()].flatMap((reader) => ofReader(reader, table.sessions.get(reader.sessionId))),
  ];
  return [...all.filter(({ tone }) => tone === 'bad'), ...all.filter(({ tone }) => tone === 'uncertain')];
}

function ofSession(session: SessionOverview): readonly Finding[] {
  const { sessionId, state, fault, worker, node } = session;
  const about = titleOf(session);
  if (state === 'faulted') {
    const why = fault === undefined ? '' : ` ${fault.code} at ${formatTime(fault.at).slice(0, 8)}: ${fault.message}`;
    return [{ key: `session ${sessionId}`, tone: 'bad', what: 'Session faulted', about, target: { kind: 'session', id: sessionId }, detail: `Its values are out of date; a new session must be opened.${why}` }];
  }
  if (worker?.state === 'notAnswering' && node === undefined) {
    return [{ key: `session ${sessionId}`, tone: 'bad', what: 'Worker does not answer', about, target: { kind: 'session', id: sessionId }, detail: `No sign of life${sinceOf(worker)}. The values are out of date; the gateway expects it to connect again.` }];
  }
  return [];
}

/** Nodes that cannot be reached, each with all its sessions. */
function ofNodes(sessions: Iterable<SessionOverview>): readonly Finding[] {
  const nodes = new Map<string, { readonly node: string; readonly stale: SessionOverview[] }>();
  for (const session of sessions) {
    const { site, node, worker } = session;
    if (node !== undefined && worker?.state === 'notAnswering') {
      const key = JSON.stringify([site, node]);
      const known = nodes.get(key) ?? { node, stale: [] };
      known.stale.push(session);
      nodes.set(key, known);
    }
  }
  return [...nodes].map(([key, { node, stale }]) => ({
    key: `node ${key}`, tone: 'bad', what: `Node ${node} cannot be reached`, about: stale.length === 1 ? stale.map(titleOf).join('') : count(stale.length, 'session'),
    detail: `No sign of life${sinceOf(stale[0]?.worker)}. The node has the worker; the values are out of date, and go on when it is back.`,
  }));
}

function sinceOf(worker: SessionOverview['worker']): string {
  return worker?.since === undefined ? '' : ` since ${formatTime(worker.since).slice(0, 8)}`;
}

function ofHealth({ name, state, detail }: HealthResult): readonly Finding[] {
  return state === 'healthy' ? [] : [{ key: `health ${name}`, tone: state === 'unhealthy' ? 'bad' : 'uncertain', what: `The ${name} is ${state}`, about: 'Gateway', detail: detail ?? '' }];
}

function ofMonitor(monitor: OverviewTable['alarmMonitor']): readonly Finding[] {
  switch (monitor?.status) {
    case 'blind':
      return [{ key: 'monitor', tone: 'bad', what: 'Alarms are not seen', about: 'Alarm monitor', detail: monitor.reason ?? 'Every alarm is what was known last.' }];
    case 'partial':
      return [{ key: 'monitor', tone: 'uncertain', what: 'Some alarms are not seen', about: 'Alarm monitor', detail: `${monitor.unknown} of ${monitor.watched} are not known. ${monitor.reason ?? ''}`.trim() }];
    case 'off':
    case 'starting':
    case 'watching':
    case undefined:
      return [];
  }
}

function aboutLog(kind: ReaderOverview['kind'], sessionId: string): string {
  return kind === 'changes' ? 'Change feed' : kind === 'alarms' ? 'Alarms' : sessionId;
}

function ofReader({ readerId, kind, subject, client, slowSince, load, sessionId }: ReaderOverview, session: SessionOverview | undefined): readonly Finding[] {
  const behind = load?.lagMs ?? 0;
  if (slowSince === undefined && behind < lagMs) {
    return [];
  }
  const who = client === undefined ? subject : `${subject} (${client})`;
  const since = slowSince === undefined ? '' : ` since ${formatTime(slowSince).slice(0, 8)}`;
  const lag = load === undefined ? '' : `${load.lag.toLocaleString()} events behind, ${formatLag(behind)}. `;
  return [{
    key: `reader ${readerId}`, tone: 'uncertain', what: slowSince === undefined ? 'Reader lags' : `Reader is slow${since}`,
    about: session === undefined ? aboutLog(kind, sessionId) : titleOf(session), target: { kind: 'stream', id: readerId }, detail: `${who}: ${lag}It reads more slowly than events arrive; the session and other readers are not affected.`,
  }];
}
