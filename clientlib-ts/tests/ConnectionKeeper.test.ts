import { describe, expect, it } from 'vitest';
import { ConnectionKeeper, type ConnectionStateChange, type ReconnectOptions } from '../src/ConnectionKeeper.js';
import { FakeServer } from './fakes/FakeTransport.js';
import { ManualTimers, settle } from './fakes/ManualTimers.js';

function setUp(options: ReconnectOptions = {}): { server: FakeServer; timers: ManualTimers; keeper: ConnectionKeeper; changes: ConnectionStateChange[] } {
  const server = new FakeServer();
  const timers = new ManualTimers();
  const keeper = new ConnectionKeeper(server.factory, { random: () => 1, ...options, timers });
  const changes: ConnectionStateChange[] = [];
  keeper.onState((change) => { changes.push(change); });
  return { server, timers, keeper, changes };
}

describe('ConnectionKeeper', () => {
  it('connects on first use, with one event per transition', async () => {
    const { server, keeper, changes } = setUp();
    expect(keeper.state).toBe('disconnected');
    const [a, b] = await Promise.all([keeper.ready(), keeper.ready()]);
    expect(a).toBe(server.current);
    expect(b).toBe(a);
    expect(server.transports).toHaveLength(1);
    expect(changes.map(({ previous, state }) => `${previous}>${state}`)).toEqual(['disconnected>connecting', 'connecting>connected']);
  });

  it('tries again when the first connect fails, staying connecting', async () => {
    const { server, timers, keeper, changes } = setUp();
    server.refuseStarts = 3;
    const ready = keeper.ready();
    await settle();
    expect(keeper.state).toBe('connecting');
    expect(keeper.lastError?.code).toBe('ConnectionLost');
    await timers.advance(250 + 500 + 1000);
    await ready;
    expect(timers.delays.slice(0, 3)).toEqual([250, 500, 1000]);
    expect(changes.map((change) => change.state)).toEqual(['connecting', 'connected']);
    expect(keeper.lastError).toBeUndefined();
  });

  it('reconnects with a fresh transport after a drop', async () => {
    const { server, timers, keeper, changes } = setUp();
    const first = await keeper.ready();
    server.current.drop(new Error('socket gone'));
    expect(keeper.state).toBe('reconnecting');
    const waiting = keeper.ready();
    await timers.advance(250);
    expect(await waiting).not.toBe(first);
    expect(changes.map((change) => change.state)).toEqual(['connecting', 'connected', 'reconnecting', 'connected']);
    expect(changes[2]?.error).toMatchObject({ code: 'ConnectionLost', message: 'socket gone' });
  });

  it('logs one warning for each lost connection, however many attempts fail', async () => {
    const server = new FakeServer();
    const timers = new ManualTimers();
    const warnings: string[] = [];
    const keeper = new ConnectionKeeper(server.factory, { random: () => 1, timers }, { warn: (text) => { warnings.push(text); } });
    await keeper.ready();
    for (const lost of [1, 2]) {
      server.refuseStarts = 3;
      server.current.drop(new Error('socket gone'));
      const waiting = keeper.ready();
      await timers.advance(120_000);
      await waiting;
      expect(warnings).toHaveLength(lost);
    }
    expect(warnings[0]).toContain('socket gone');
  });

  it('keeps backing off when connections die young, and starts over after a stable one', async () => {
    const { server, timers, keeper } = setUp({ stableAfterMs: 5000 });
    await keeper.ready();
    server.current.drop();
    await timers.advance(250);
    server.current.drop();
    await timers.advance(500);
    expect(keeper.state).toBe('connected');
    await timers.advance(5000);
    timers.delays.length = 0;
    server.current.drop();
    expect(timers.delays).toEqual([250]);
  });

  it('gives up after the allowed attempts, and can be asked again', async () => {
    const { server, timers, keeper } = setUp({ maxAttempts: 2 });
    server.refuseStarts = 2;
    const ready = keeper.ready();
    const failed = expect(ready).rejects.toMatchObject({ code: 'ConnectionLost' });
    await timers.advance(1000);
    await failed;
    expect(keeper.state).toBe('disconnected');
    await keeper.ready();
    expect(keeper.state).toBe('connected');
  });

  it('close ends everything for good', async () => {
    const { server, timers, keeper, changes } = setUp();
    server.refuseStarts = 1;
    const ready = keeper.ready();
    const failed = expect(ready).rejects.toMatchObject({ code: 'ClientClosed' });
    await settle();
    await keeper.close();
    await keeper.close();
    await failed;
    await timers.advance(60_000);
    expect(timers.pending).toBe(0);
    expect(server.transports).toHaveLength(1);
    expect(changes.at(-1)?.state).toBe('closed');
    await expect(keeper.ready()).rejects.toMatchObject({ code: 'ClientClosed' });
  });

  it('stops a connection that comes up after close', async () => {
    const { server, keeper } = setUp();
    const ready = keeper.ready();
    const failed = expect(ready).rejects.toMatchObject({ code: 'ClientClosed' });
    await keeper.close();
    await failed;
    await settle();
    expect(server.current.stopped).toBe(true);
    expect(keeper.state).toBe('closed');
  });

  it('stops waiting when the signal aborts', async () => {
    const { server, keeper } = setUp();
    server.refuseStarts = 100;
    const abort = new AbortController();
    const ready = keeper.ready(abort.signal);
    const failed = expect(ready).rejects.toThrow('enough');
    abort.abort(new Error('enough'));
    await failed;
    await expect(keeper.ready(abort.signal)).rejects.toThrow('enough');
  });
});
