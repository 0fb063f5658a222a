import type { OverviewRates, OverviewReader, ReaderLoad, ReaderOverview, SessionLoad, SessionOverview } from '@mxgateway/client';
import { describe, expect, it } from 'vitest';
import { formatBytes, formatLag, formatRate, formatSpan } from '../../src/overview/figures.ts';
import { findingsOf, type FoundIn } from '../../src/overview/findings.ts';
import { nodeFacts } from '../../src/overview/nodeFacts.ts';
import { readerColumns, sessionColumns } from '../../src/overview/overviewColumns.ts';
import { RateHistory, sampleOf } from '../../src/overview/RateHistory.ts';
import { listRows } from '../../src/tables/rowList.ts';
import { nextOrder, orderOf, orderText } from '../../src/tables/rowOrder.ts';

function session(sessionId: string, more: Partial<SessionOverview> = {}, load: Partial<SessionLoad> = {}): SessionOverview {
  return {
    sessionId, state: 'ready', name: `Hall ${sessionId}`, backend: 'simulator', owner: 'ada', createdAt: '2026-01-01T12:00:00Z', worker: { state: 'ready' }, ...more,
    load: { sessionId, readers: 0, items: 0, latestSequence: 0, pendingCommands: 0, historyEvents: 0, historyBytes: 0, lastActivityAt: '2026-01-01T12:00:00Z', ...load },
  };
}

function reader(readerId: string, more: Partial<OverviewReader> = {}, load: Partial<ReaderLoad> = {}): ReaderOverview {
  return {
    readerId, subscriptionId: readerId, sessionId: '1', kind: 'session', subject: readerId, mode: 'lossless', since: '2026-01-01T12:00:00Z', ...more,
    load: { readerId, phase: 'live', position: 0, lag: 0, lagMs: 0, queued: 0, delivered: 0, conflated: 0, dropped: 0, slowEpisodes: 0, gaps: 0, ...load },
  };
}

function seen(sessions: readonly SessionOverview[], readers: readonly ReaderOverview[] = [], more: Partial<FoundIn> = {}): FoundIn {
  return {
    sessions: new Map(sessions.map((row) => [row.sessionId, row])), readers: new Map(readers.map((row) => [row.readerId, row])), health: [], alarmMonitor: undefined, ...more,
  };
}

describe('what is wrong', () => {
  it('is nothing while sessions, readers, checks and the monitor are as they should be', () => {
    const monitor = { status: 'watching', since: '', watched: 4, unknown: 0 } as const;
    expect(findingsOf(seen([session('1')], [reader('ada', {}, { lag: 5, lagMs: 200 })], { health: [{ name: 'store', state: 'healthy' }], alarmMonitor: monitor }))).toEqual([]);
  });

  it('begins with what takes values away, and a slow reader comes after it', () => {
    const fault = { code: 'WorkerLost', message: 'The worker ended.', at: '2026-01-01T12:00:00Z' };
    const found = findingsOf(seen(
      [session('1', { state: 'faulted', fault }), session('2', { worker: { state: 'notAnswering', since: '2026-01-01T12:00:00Z' } })],
      [reader('eve', { slowSince: '2026-01-01T12:00:00Z', client: 'Historian' }, { lag: 900, lagMs: 1_500 })],
      { health: [{ name: 'feed', state: 'degraded', detail: 'The disk is full.' }], alarmMonitor: { status: 'blind', since: '', watched: 4, unknown: 4, reason: 'No worker.' } },
    ));
    expect(found.map(({ tone, what }) => `${tone}: ${what.replace(/ since .*/, '')}`)).toEqual([
      'bad: Session faulted', 'bad: Worker does not answer', 'bad: Alarms are not seen', 'uncertain: The feed is degraded', 'uncertain: Reader is slow',
    ]);
    expect(found[0]?.detail).toMatch(/WorkerLost at \d\d:\d\d:\d\d: The worker ended\.$/);
    expect(found[4]).toMatchObject({ about: 'Hall 1' });
    expect(found[4]?.detail).toMatch(/^eve \(Historian\): 900 events behind, 1\.5 s\./);
  });

  it('has a reader that lags, although its channel is not full', () => {
    expect(findingsOf(seen([session('1')], [reader('eve', {}, { lag: 9, lagMs: 3_000 })])).map(({ what }) => what)).toEqual(['Reader lags']);
  });

  it('names a node that cannot be reached once, however many sessions it has', () => {
    const stale = { site: 'plant-1', worker: { state: 'notAnswering', since: '2026-01-01T12:00:00Z' } } as const;
    const found = findingsOf(seen([
      session('1', { ...stale, node: 'pc-1' }), session('2', { ...stale, node: 'pc-1' }), session('3', { ...stale, node: 'pc-2' }), session('4', { site: 'plant-1', node: 'pc-3' }),
    ]));
    expect(found.map(({ what, about }) => `${what}: ${about}`)).toEqual(['Node pc-1 cannot be reached: 2 sessions', 'Node pc-2 cannot be reached: Hall 3']);
    expect(found[0]?.detail).toMatch(/^No sign of life since \d\d:\d\d:\d\d\. The node has the worker/);
  });
});

describe('the facts of a node', () => {
  it('are absent at a gateway that belongs to no site', () => {
    expect(nodeFacts(undefined)).toEqual([]);
  });

  it('are its name and role, and how it stands in each site', () => {
    expect(nodeFacts({
      name: 'dmz-1', role: 'edge', sites: [{ site: 'a', state: 'serving', sessions: 1, untakenMessages: 2 }, { site: 'b', state: 'away', sessions: 0, untakenMessages: 0 }],
    })).toEqual([['Node', 'dmz-1, edge'], ['Site a', 'serving, 1 session, 2 messages to take'], ['Site b', 'cannot be reached, 0 sessions, 0 messages to take']]);
    expect(nodeFacts({ name: 'pc', role: 'owner', sites: [{ site: 'a', state: 'publishing', sessions: 2, unpublishedEvents: 1 }] })[1]?.[1]).toBe('publishing, 2 sessions, 1 event to publish');
  });
});

describe('a table of the overview', () => {
  const keys = sessionColumns.map(({ key }) => key);
  const rows = [session('2', { owner: 'eve' }, { eventsPerSecond: 5 }), session('10', {}, { eventsPerSecond: 70 }), session('1')];
  const ids = (filter: string, text: string): string[] =>
    listRows(rows, sessionColumns, filter, orderOf(text, keys) ?? expect.fail(text)).map(({ sessionId }) => sessionId);

  it('is sorted by names as people count, and by figures with unknown ones last in both directions', () => {
    expect(ids('', 'session')).toEqual(['1', '2', '10']);
    expect(ids('', '-session')).toEqual(['10', '2', '1']);
    expect(ids('', '-events')).toEqual(['10', '2', '1']);
    expect(ids('', 'events')).toEqual(['2', '10', '1']);
  });

  it('is filtered by every word in any column', () => {
    expect(ids('HALL eve', 'session')).toEqual(['2']);
    expect(ids('hall nobody', 'session')).toEqual([]);
  });

  it('turns around at the second click, begins with the greatest figure, and has its order in the address', () => {
    const [first, events] = [sessionColumns[0] ?? expect.fail(), sessionColumns.find(({ key }) => key === 'events') ?? expect.fail()];
    const byEvents = nextOrder({ column: 'session', descending: false }, events.key, true);
    expect(orderText(byEvents)).toBe('-events');
    expect(orderText(nextOrder(byEvents, events.key, true))).toBe('events');
    expect(orderText(nextOrder(byEvents, first.key, false))).toBe('session');
    expect(orderOf('nonsense', keys)).toBeUndefined();
    expect(orderOf(null, keys)).toBeUndefined();
  });

  it('shows a reader with the name of its session and what it does', () => {
    const columns = readerColumns(() => seen([session('1')]));
    const text = (row: ReaderOverview, key: string): string | undefined => columns.find((column) => column.key === key)?.text(row);
    const eve = reader('eve', { kind: 'observer', mode: 'conflate', client: 'Firefox', clientVersion: '140', protocol: 'json' }, { lagMs: 1_200, phase: 'catchingUp' });
    expect(['who', 'kind', 'session', 'phase', 'lagMs', 'mode', 'client', 'protocol', 'gap'].map((key) => text(eve, key))).toEqual(
      ['eve', 'a session, as an observer', 'Hall 1', 'catching up', '1.2 s', 'latest values', 'Firefox 140', 'json', '–']);
    expect(text(reader('ada', { slowSince: '2026-01-01T12:00:00Z' }), 'phase')).toMatch(/^slow since \d\d:\d\d:\d\d$/);
  });
});

describe('the rates', () => {
  const sample = (events: number | undefined) => ({ events, delivered: 0, commands: 0, cpu: undefined });

  it('are sums of what is known', () => {
    const two = seen([session('1', {}, { eventsPerSecond: 4 }), session('2', {}, { eventsPerSecond: 6 }), session('3')], [reader('ada', {}, { eventsPerSecond: 3 })]);
    expect(sampleOf({ ...two, process: undefined })).toEqual({ events: 10, delivered: 3, commands: undefined, cpu: undefined });
    expect(sampleOf({ ...seen([]), process: undefined }).events).toBe(0);
  });

  it('are kept for an hour, each moment once', () => {
    const history = new RateHistory();
    for (let second = 1; second <= 4_000; second++) {
      history.add(second * 1_000, sample(second));
      history.add(second * 1_000, sample(0));
    }
    expect(history.span).toBe(3_599_000);
    expect(history.latest('events')).toBe(4_000);
    expect(history.points('events', 240, 40)).toHaveLength(241);
  });

  it('begin with the hour that the gateway has kept, and what was missed while the page was cut off is added', () => {
    const history = new RateHistory();
    const kept = (minute: number, ...secondsAgo: readonly number[]): OverviewRates => ({
      at: new Date(minute * 60_000).toISOString(), secondsAgo, eventsPerSecond: secondsAgo, deliveredPerSecond: secondsAgo, commandsPerSecond: secondsAgo, cpuPercent: secondsAgo,
    });
    const first = kept(60, 3_590, 20, 10);
    history.addKept(first);
    history.add(3_600_000, sample(1));
    history.addKept(first);
    expect([history.span, history.latest('events'), history.greatest('events')]).toEqual([3_590_000, 1, 3_590]);
    history.addKept(kept(62, 3_590, 130, 120, 50, 7));
    history.add(3_720_000, sample(2));
    expect([history.span, history.latest('events'), history.greatest('events')]).toEqual([140_000, 2, 50]);
    history.addKept(undefined);
    expect(history.latest('events')).toBe(2);
  });

  it('are drawn from zero to the greatest, and peaks are not lost', () => {
    const history = new RateHistory();
    [0, 10, 0, 5].forEach((value, i) => { history.add(1_000 + i, sample(value)); });
    expect(history.points('events', 3, 40)).toEqual([[0, 40], [1, 0], [2, 40], [3, 20]]);
    expect(history.points('events', 1, 40)).toEqual([[0, 0], [1, 20]]);
    expect(history.greatest('events')).toBe(10);
  });

  it('and other figures are short', () => {
    expect([formatRate(undefined), formatRate(0), formatRate(12.34), formatRate(250.4)]).toEqual(['–', '0', '12.3', '250']);
    expect([formatBytes(undefined), formatBytes(1_500), formatBytes(85_000_000), formatBytes(2_340_000_000)]).toEqual(['–', '2 kB', '85 MB', '2.34 GB']);
    expect([formatSpan(0), formatSpan(119_000), formatSpan(121_000), formatSpan(3_599_000)]).toEqual(['0 s', '119 s', '2 min', '60 min']);
    expect([formatLag(undefined), formatLag(12.6), formatLag(1_200)]).toEqual(['–', '13 ms', '1.2 s']);
  });
});
