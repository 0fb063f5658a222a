import { describe, expect, it } from 'vitest';
import { ConnectionKeeper } from '../src/ConnectionKeeper.js';
import { GatewayError } from '../src/errors.js';
import { EventStream } from '../src/EventStream.js';
import { FakeServer } from './fakes/FakeTransport.js';
import { events, started } from './fakes/items.js';
import { ManualTimers, settle } from './fakes/ManualTimers.js';

interface Fixture { readonly server: FakeServer; readonly stream: EventStream; readonly timers: ManualTimers }

async function running(): Promise<Fixture> {
  const server = new FakeServer();
  const timers = new ManualTimers();
  const keeper = new ConnectionKeeper(server.factory, { random: () => 0, timers });
  const stream = new EventStream(keeper, 's1', { filter: { families: ['OnDataChange'] }, maxBatch: 7 }, { timers, backoff: { random: () => 0 } });
  const first = stream.next();
  await settle();
  server.stream.send(started({ subscriptionId: 'one' }), events(1, 3));
  await first;
  await stream.next();
  return { server, stream, timers };
}

describe('changing a running stream', () => {
  it('asks the server, and later subscriptions begin with it', async () => {
    const { server, stream, timers } = await running();
    server.handle('UpdateStream', (_, settings) => ({ ...(settings as object), flushIntervalMs: 100 }));
    expect(await stream.update({ mode: 'conflate', flushIntervalMs: 50, snapshot: true })).toMatchObject({ mode: 'conflate', flushIntervalMs: 100 });
    expect(server.calls).toEqual([{ method: 'UpdateStream', args: ['one', { mode: 'conflate', flushIntervalMs: 50, snapshot: true }] }]);
    server.stream.send({ kind: 'mode', mode: 'conflate', reason: 'requested', after: 3 });
    expect((await stream.next()).value).toEqual({ kind: 'mode', mode: 'conflate', reason: 'requested', after: 3 });
    expect(stream.position).toEqual({ epoch: 'e1', sequence: 3 });
    server.current.drop();
    await settle();
    await timers.advance(1_000);
    await settle();
    // The earlier filter is gone, because an update replaces all settings.
    expect(server.stream.request).toEqual({ maxBatch: 7, mode: 'conflate', flushIntervalMs: 50, resumeAfter: 3, epoch: 'e1' });
  });

  it('asks the next subscription when the connection ends under it', async () => {
    const { server, stream, timers } = await running();
    let asked = 0;
    server.handle('UpdateStream', (_, settings) => {
      asked += 1;
      if (asked === 1) {
        server.current.drop();
        throw new GatewayError('ConnectionLost', 'dropped');
      }
      return settings;
    });
    const updated = stream.update({ mode: 'conflate' });
    await settle();
    await timers.advance(1_000);
    await settle();
    server.stream.send(started({ subscriptionId: 'two', resumedAfter: 3 }));
    expect(await updated).toEqual({ mode: 'conflate' });
    expect(server.calls.map(({ args }) => args[0])).toEqual(['one', 'two']);
  });

  it('keeps what was in force when the server refuses', async () => {
    const { server, stream, timers } = await running();
    server.handle('UpdateStream', () => { throw new GatewayError('InvalidArgument', 'no'); });
    await expect(stream.update({ mode: 'conflate' })).rejects.toMatchObject({ code: 'InvalidArgument' });
    server.current.drop();
    await settle();
    await timers.advance(1_000);
    await settle();
    expect(server.stream.request).toMatchObject({ filter: { families: ['OnDataChange'] }, maxBatch: 7 });
  });

  it('fails when the stream ends meanwhile, and asks nobody before it is read', async () => {
    const { server, stream } = await running();
    server.handle('UpdateStream', () => { throw new GatewayError('NotFound', 'gone'); });
    const updated = stream.update({ mode: 'conflate' });
    await settle();
    await stream.return();
    await expect(updated).rejects.toMatchObject({ code: 'ClientClosed' });
    const unread = new EventStream(new ConnectionKeeper(server.factory), 's1');
    expect(await unread.update({ mode: 'conflate' })).toEqual({ mode: 'conflate' });
  });
});
