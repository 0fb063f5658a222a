import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ConnectionKeeper } from '../src/ConnectionKeeper.js';
import type { GatewayStatus, OverviewItem, OverviewReader, OverviewSession, SessionLoad } from '../src/overviewContracts.js';
import { OverviewStream } from '../src/OverviewStream.js';
import { OverviewTable } from '../src/OverviewTable.js';
import { FakeServer } from './fakes/FakeTransport.js';
import { ManualTimers, settle } from './fakes/ManualTimers.js';
import { begin, type Raw, reconnect, take } from './fakes/streams.js';

const at = '2026-03-01T12:00:00Z';
const nothing: GatewayStatus = { at, health: [], feeds: [], sessions: [], sessionLoads: [], readers: [], readerLoads: [], faults: [] };
const session = (sessionId: string, name = 'n'): OverviewSession => ({ sessionId, name, state: 'ready', backend: 'simulator', owner: 'ada', createdAt: at });
const load = (sessionId: string, latestSequence: number): SessionLoad =>
  ({ sessionId, latestSequence, readers: 0, items: 0, pendingCommands: 0, historyEvents: 0, historyBytes: 0, lastActivityAt: at });
const reader = (readerId: string): OverviewReader =>
  ({ readerId, subscriptionId: 's', sessionId: 'a', kind: 'session', subject: 'ada', mode: 'lossless', since: at });
const whole = (status: Partial<GatewayStatus>): OverviewItem => ({ kind: 'overview', status: { ...nothing, ...status } });
const changes = (changed: Partial<GatewayStatus>, removedSessions: readonly string[] = [], removedReaders: readonly string[] = []): OverviewItem =>
  ({ kind: 'overviewChanges', changed: { ...nothing, ...changed }, removedSessions, removedReaders });
const complete: OverviewItem = { kind: 'overviewComplete', sessions: 0, readers: 0 };
const raw = (...items: readonly OverviewItem[]): Raw[] => items.map((item) => ({ ...item }));

function setUp(): { readonly server: FakeServer; readonly stream: OverviewStream; readonly timers: ManualTimers } {
  const server = new FakeServer();
  const timers = new ManualTimers();
  const keeper = new ConnectionKeeper(server.factory, { random: () => 0, timers });
  return { server, timers, stream: new OverviewStream(keeper, { intervalMs: 5_000 }, { timers, backoff: { random: () => 0 } }) };
}

describe('OverviewTable', () => {
  it('joins facts and figures, replaces rows and removes what is gone', () => {
    const table = new OverviewTable();
    table.apply(whole({ sessions: [session('a'), session('b')], sessionLoads: [load('a', 1)], health: [{ name: 'store', state: 'healthy' }] }));
    expect(table.complete).toBe(false);
    table.apply(changes({ sessionLoads: [load('b', 7)], readers: [reader('r'), reader('q')] }));
    table.apply(complete);
    expect(table.complete).toBe(true);
    const before = table.sessions.get('b');
    table.apply(changes({ at: 'later', sessions: [session('a', 'renamed')], sessionLoads: [load('unknown', 1)] }, [], ['q']));
    expect(table.sessions.get('a')).toEqual({ ...session('a', 'renamed'), load: load('a', 1) });
    expect(table.sessions.get('b')).toBe(before);
    expect([...table.sessions.keys()]).toEqual(['a', 'b']);
    expect([...table.readers.keys()]).toEqual(['r']);
    expect(table.health).toEqual([{ name: 'store', state: 'healthy' }]);
    expect(table.at).toBe('later');
    table.apply(changes({}, ['a']));
    expect([...table.sessions.keys()]).toEqual(['b']);
    table.apply({ kind: 'access' });
    expect(table.complete).toBe(false);
    table.apply(whole({ sessions: [session('c')] }));
    expect([...table.sessions.keys()]).toEqual(['c']);
    expect(table.health).toEqual([]);
  });

  it('takes the golden items', () => {
    const items = JSON.parse(readFileSync(new URL('../../Tests/Fixtures/overview-items.json', import.meta.url), 'utf8')) as readonly OverviewItem[];
    const table = new OverviewTable();
    items.forEach((item) => { table.apply(item); });
    expect(table.sessions.size).toBe(1);
    expect(table.readers.size).toBe(1);
    expect([...table.sessions.values()][0]?.load?.latestSequence).toBe(123_460);
    expect(table.faults.map((fault) => fault.code)).toEqual(['WorkerLost']);
    expect(table.process?.version).toBe('1.2.3');
    expect(table.node).toMatchObject({ name: 'dmz-1', role: 'edge', sites: [{ site: 'plant-1', state: 'serving', untakenMessages: 3 }, { site: 'plant-2', state: 'away' }] });
  });
});

describe('OverviewStream', () => {
  it('keeps the table of what was handed out, and begins again with the whole after an interruption', async () => {
    const { server, stream, timers } = setUp();
    await begin(server, stream, ...raw(whole({ sessions: [session('a')] }), complete));
    expect(server.stream.request).toEqual({ intervalMs: 5_000 });
    expect([...stream.table.sessions.keys()]).toEqual(['a']);
    await reconnect(server, timers);
    server.stream.send(...raw(whole({ sessions: [session('b')] }), complete));
    await take(stream, 2);
    expect(stream.resumes).toBe(1);
    expect([...stream.table.sessions.keys()]).toEqual(['b']);
  });

  it('pauses when nobody reads, and gets the whole afterwards', async () => {
    const { server, stream } = setUp();
    await begin(server, stream, ...raw(whole({ sessions: [session('a')] }), complete));
    const paused = server.stream;
    paused.send(...raw(...Array.from({ length: 100 }, (_, i) => changes({ at: String(i) }))));
    expect(paused.disposed).toBe(true);
    expect(stream.buffered).toBe(64);
    await take(stream, 64);
    await settle();
    expect(server.stream).not.toBe(paused);
    server.stream.send(...raw(whole({ sessions: [session('b')] }), complete));
    await take(stream, 2);
    expect([...stream.table.sessions.keys()]).toEqual(['b']);
  });

  it('takes no changes before the whole', async () => {
    const { server, stream } = setUp();
    const first = stream.next();
    await settle();
    server.stream.send(...raw(changes({})));
    expect(server.stream.disposed).toBe(true);
    await settle();
    server.stream.send(...raw(whole({})));
    expect((await first).value).toMatchObject({ kind: 'overview' });
  });
});
