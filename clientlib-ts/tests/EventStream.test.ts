import { describe, expect, it } from 'vitest';
import { EventStream } from '../src/EventStream.js';
import type { StreamItem } from '../src/contracts.js';
import type { EventsRequest, SessionStreamItem } from '../src/eventsRequest.js';
import { ConnectionKeeper } from '../src/ConnectionKeeper.js';
import { GatewayError } from '../src/errors.js';
import { FakeServer } from './fakes/FakeTransport.js';
import { events, started } from './fakes/items.js';
import { ManualTimers, settle } from './fakes/ManualTimers.js';
import type { StreamPosition } from '../src/resume.js';

interface Fixture {
  readonly server: FakeServer;
  readonly timers: ManualTimers;
  readonly stream: EventStream;
  readonly keeper: ConnectionKeeper;
}

function setUp(request: EventsRequest = {}): Fixture {
  const server = new FakeServer();
  const timers = new ManualTimers();
  const keeper = new ConnectionKeeper(server.factory, { random: () => 1, timers });
  return { server, timers, keeper, stream: new EventStream(keeper, 's1', request, { timers, backoff: { random: () => 1 } }) };
}

async function take(stream: EventStream): Promise<SessionStreamItem> {
  const result = await stream.next();
  if (result.done === true) {
    throw new Error('The stream has ended.');
  }
  return result.value;
}

/** Reads the first item, so that the stream is subscribed. */
async function begin({ server, stream }: Fixture): Promise<SessionStreamItem> {
  const first = take(stream);
  await settle();
  server.stream.send(started());
  return first;
}

describe('EventStream', () => {
  it('subscribes on the first read with the request as given, without the client\'s own fields', async () => {
    const fixture = setUp({ snapshot: 'always', clientBufferEvents: 5, onOverflow: 'drop', flushIntervalMs: 50 });
    expect(fixture.server.transports).toHaveLength(0);
    expect(await begin(fixture)).toEqual({ ...started(), resumed: false });
    expect(fixture.server.stream.sessionId).toBe('s1');
    expect(fixture.server.stream.request).toEqual({ snapshot: 'always', flushIntervalMs: 50 });
    expect(fixture.stream.status).toBe('streaming');
  });

  it('takes a position as resumeAfter and epoch only', () => {
    const position: StreamPosition = { epoch: 'e1', sequence: 7 };
    // @ts-expect-error A position is not a request: its epoch would be accepted, but the stream would begin with the next event.
    expect(() => setUp(position)).toThrow(/set resumeAfter to its sequence together with epoch/);
    expect(() => setUp({ epoch: 'e1' })).toThrow(GatewayError);
    expect(setUp({ resumeAfter: position.sequence, epoch: position.epoch }).stream.position).toEqual(position);
  });

  it('moves its position as items are handed out, not as they arrive', async () => {
    const fixture = setUp();
    await begin(fixture);
    fixture.server.stream.send(events(1, 3), events(4, 9));
    expect(fixture.stream.position).toEqual({ epoch: 'e1', sequence: 0 });
    await take(fixture.stream);
    expect(fixture.stream.position).toEqual({ epoch: 'e1', sequence: 3 });
    await take(fixture.stream);
    expect(fixture.stream.position).toEqual({ epoch: 'e1', sequence: 9 });
  });

  it('resumes from what it received after a drop and trims what comes twice', async () => {
    const fixture = setUp({ snapshot: 'always' });
    const { server, stream, timers } = fixture;
    await begin(fixture);
    server.stream.send(events(1, 5));
    server.current.drop();
    expect(await take(stream)).toEqual(events(1, 5));
    const next = take(stream);
    await timers.advance(250);
    expect(server.stream.request).toEqual({ snapshot: 'always', resumeAfter: 5, epoch: 'e1' });
    server.stream.send(started({ resumedAfter: 5 }), events(4, 7));
    expect(await next).toMatchObject({ kind: 'started', resumed: true, resumeCause: 'connectionLost' });
    expect(await take(stream)).toEqual(events(6, 7));
    expect(stream.resumes).toBe(1);
  });

  it('starts anew when it was dropped before its first snapshot came', async () => {
    const fixture = setUp({ snapshot: 'always' });
    const { server, stream, timers } = fixture;
    await begin(fixture);
    server.current.drop();
    const next = take(stream);
    await timers.advance(250);
    expect(server.stream.request).toEqual({ snapshot: 'always' });
    server.stream.send(started({ resumedAfter: 9, latest: 9 }), { kind: 'snapshot', asOf: 9, events: [] });
    expect(await next).toMatchObject({ kind: 'started', resumed: false, resumedAfter: 9 });
    expect(await take(stream)).toMatchObject({ kind: 'snapshot' });
    expect(stream.position).toEqual({ epoch: 'e1', sequence: 9 });
    server.current.drop();
    await timers.advance(2000);
    expect(server.stream.request).toEqual({ snapshot: 'always', resumeAfter: 9, epoch: 'e1' });
  });

  it('resumes with the server\'s hint after a code of the retry range', async () => {
    const fixture = setUp();
    const { server, stream, timers } = fixture;
    await begin(fixture);
    server.stream.send(events(1, 2));
    server.stream.fail(new GatewayError('SlowConsumer', 'slow', { retryAfterMs: 700 }));
    await settle();
    expect(stream.status).toBe('retrying');
    await timers.advance(700);
    expect(server.streams).toHaveLength(1);
    await timers.advance(250);
    expect(server.stream.request).toMatchObject({ resumeAfter: 2 });
    server.stream.send(started({ resumedAfter: 2 }));
    await take(stream);
    expect(await take(stream)).toMatchObject({ resumed: true, resumeCause: 'serverAsked' });
  });

  it('backs off further while nothing but errors comes', async () => {
    const fixture = setUp();
    const { server, timers } = fixture;
    await begin(fixture);
    timers.delays.length = 0;
    for (let i = 0; i < 4; i += 1) {
      server.stream.send(started());
      server.stream.fail(new GatewayError('TooManySubscribers', 'full'));
      await timers.advance(20_000);
    }
    expect(timers.delays).toEqual([250, 500, 1000, 2000]);
  });

  it.each(['SessionNotFound', 'WorkerLost', 'Forbidden', 'OutcomeUnknown', 'UnknownError'] as const)(
    'throws %s after the items that came before it', async (code) => {
      const fixture = setUp();
      await begin(fixture);
      fixture.server.stream.send(events(1, 1));
      fixture.server.stream.fail(new GatewayError(code, 'over'));
      await settle();
      expect(await take(fixture.stream)).toEqual(events(1, 1));
      await expect(fixture.stream.next()).rejects.toMatchObject({ code });
      expect(await fixture.stream.next()).toEqual({ done: true, value: undefined });
    });

  it('ends with the session', async () => {
    const fixture = setUp();
    await begin(fixture);
    fixture.server.stream.send({ kind: 'state', state: 'closed' });
    fixture.server.stream.complete();
    const items: SessionStreamItem[] = [];
    for await (const item of fixture.stream) {
      items.push(item);
    }
    expect(items).toEqual([{ kind: 'state', state: 'closed' }]);
    expect(fixture.stream.status).toBe('ended');
  });

  it('surfaces gap, snapshot, access, lagged, state and idle as they are', async () => {
    const fixture = setUp();
    await begin(fixture);
    const items = [
      { kind: 'gap', reason: 'evicted', requestedAfter: 0, oldest: 5, latest: 9, missed: 4 },
      { kind: 'snapshot', asOf: 9, events: [] },
      { kind: 'access', widened: ['A*'], narrowed: [] },
      { kind: 'state', state: 'detached' },
      { kind: 'lagged', conflated: 3, dropped: 0 },
      { kind: 'idle', sequence: 12 },
    ] as const;
    fixture.server.stream.send(...items);
    for (const item of items) {
      expect(await take(fixture.stream)).toEqual(item);
    }
    expect(fixture.stream.position).toEqual({ epoch: 'e1', sequence: 12 });
  });

  it('resubscribes once after a hole, then says so', async () => {
    const fixture = setUp();
    const { server, stream } = fixture;
    await begin(fixture);
    server.stream.send(events(1, 2), events(5, 6));
    expect(server.stream.disposed).toBe(true);
    await settle();
    expect(server.streams).toHaveLength(2);
    expect(server.stream.request).toMatchObject({ resumeAfter: 2 });
    server.stream.send(started({ resumedAfter: 2 }), events(5, 6));
    await settle();
    expect(await take(stream)).toEqual(events(1, 2));
    expect(await take(stream)).toMatchObject({ resumed: true, resumeCause: 'violation' });
    await expect(stream.next()).rejects.toMatchObject({ code: 'ProtocolViolation' });
    expect(server.stream.disposed).toBe(true);
  });

  it('forgives a hole that does not come again', async () => {
    const fixture = setUp();
    const { server, stream } = fixture;
    await begin(fixture);
    for (let round = 0; round < 3; round += 1) {
      const have = round * 2;
      server.stream.send(events(have + 1, have + 2), events(have + 4, have + 4));
      await settle();
      server.stream.send(started({ resumedAfter: have + 2 }));
    }
    expect(stream.resumes).toBe(3);
    expect(stream.status).toBe('streaming');
  });

  it('ignores items of kinds that it does not know, which neither move the position nor hide a hole', async () => {
    const fixture = setUp();
    await begin(fixture);
    const { server, stream } = fixture;
    server.stream.send(events(1, 2), { kind: 'novelty', last: 9 }, events(3, 4), { kind: 'novelty' }, events(6, 7));
    expect(await take(stream)).toEqual(events(1, 2));
    expect(await take(stream)).toEqual(events(3, 4));
    await settle();
    expect(server.stream.request).toEqual({ resumeAfter: 4, epoch: 'e1' });
  });

  it.each([
    ['no object', null],
    ['a kind that is no text', { kind: 7 }],
    ['texts for numbers', { kind: 'events', first: '1', last: '2', events: [] }],
    ['events that are none', { kind: 'events', first: 1, last: 2, events: [null, 'two'] }],
  ])('does not hand out an item with wrong types: %s; it subscribes again once, and refuses the second one', async (_, item: unknown) => {
    const fixture = setUp();
    await begin(fixture);
    const { server, stream } = fixture;
    server.stream.send(events(1, 2), item as StreamItem);
    expect(await take(stream)).toEqual(events(1, 2));
    await settle();
    expect(server.stream.request).toEqual({ resumeAfter: 2, epoch: 'e1' });
    server.stream.send(started({ resumedAfter: 2 }), item as StreamItem);
    expect(await take(stream)).toMatchObject({ resumed: true, resumeCause: 'violation' });
    await expect(stream.next()).rejects.toMatchObject({ code: 'ProtocolViolation' });
    expect(server.stream.disposed).toBe(true);
  });

  it('pauses when its buffer is full and resumes without loss once it has drained', async () => {
    const fixture = setUp({ clientBufferEvents: 8 });
    const { server, stream } = fixture;
    await begin(fixture);
    server.stream.send(events(1, 4), events(5, 8), events(9, 12));
    await settle();
    expect(server.stream.disposed).toBe(true);
    expect(stream.status).toBe('paused');
    expect(stream.buffered).toBe(8);
    await take(stream);
    await settle();
    expect(server.streams).toHaveLength(1);
    await take(stream);
    await settle();
    expect(server.streams).toHaveLength(2);
    expect(server.stream.request).toEqual({ resumeAfter: 8, epoch: 'e1' });
    server.stream.send(started({ resumedAfter: 8 }), events(9, 12));
    expect(await take(stream)).toMatchObject({ resumed: true, resumeCause: 'overflow' });
    expect(await take(stream)).toEqual(events(9, 12));
  });

  it('gets further even with a buffer of one and a reader that is always late', async () => {
    const fixture = setUp({ clientBufferEvents: 1, resumeAfter: 0 });
    fixture.server.onStream = (stream) => {
      const after = stream.request.resumeAfter ?? 0;
      stream.send(started({ resumedAfter: after }), events(after + 1, after + 2), events(after + 3, after + 4));
    };
    const seen: number[] = [];
    while (seen.length < 10) {
      const item = await take(fixture.stream);
      seen.push(...(item.kind === 'events' ? item.events.map((event) => event.sequence) : []));
      await settle();
    }
    expect(seen).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });

  it('drops the oldest when told to, and says how many', async () => {
    const fixture = setUp({ clientBufferEvents: 8, onOverflow: 'drop' });
    const { server, stream } = fixture;
    await begin(fixture);
    for (let i = 0; i < 10; i += 1) {
      server.stream.send(events(i * 4 + 1, i * 4 + 4));
    }
    expect(server.streams).toHaveLength(1);
    expect(stream.buffered).toBe(8);
    expect(await take(stream)).toEqual({ kind: 'lagged', conflated: 0, dropped: 33 });
    expect(stream.position?.sequence).toBe(33);
    expect(await take(stream)).toEqual(events(34, 36));
    expect(await take(stream)).toEqual(events(37, 40));
    expect(stream.position?.sequence).toBe(40);
  });

  it('cancels on the server when the iteration is left', async () => {
    const fixture = setUp();
    const reading = (async (): Promise<void> => {
      for await (const item of fixture.stream) {
        expect(item.kind).toBe('started');
        break;
      }
    })();
    await settle();
    fixture.server.stream.send(started());
    await reading;
    await settle();
    expect(fixture.server.stream.disposed).toBe(true);
    expect(await fixture.stream.next()).toEqual({ done: true, value: undefined });
  });

  it('throws the signal\'s reason on abort, to reads under way and later ones alike', async () => {
    const abort = new AbortController();
    const fixture = setUp({ signal: abort.signal });
    await begin(fixture);
    const waiting = fixture.stream.next();
    abort.abort(new Error('left the page'));
    await expect(waiting).rejects.toThrow('left the page');
    await settle();
    expect(fixture.server.stream.disposed).toBe(true);
  });

  it('does not start for a signal that is aborted already', async () => {
    const fixture = setUp({ signal: AbortSignal.abort(new Error('too late')) });
    await expect(fixture.stream.next()).rejects.toThrow('too late');
    expect(fixture.server.transports).toHaveLength(0);
  });

  it('stops waiting for a connection when it is left', async () => {
    const fixture = setUp();
    fixture.server.refuseStarts = 1000;
    const waiting = fixture.stream.next();
    await settle();
    await fixture.stream.return();
    expect(await waiting).toEqual({ done: true, value: undefined });
  });

  it('ends with ClientClosed when the client is closed', async () => {
    const fixture = setUp();
    await begin(fixture);
    const waiting = fixture.stream.next();
    const failed = expect(waiting).rejects.toMatchObject({ code: 'ClientClosed' });
    await fixture.keeper.close();
    await failed;
  });

  it('answers several reads at once in order', async () => {
    const fixture = setUp();
    const reads = [take(fixture.stream), take(fixture.stream), take(fixture.stream)];
    await settle();
    fixture.server.stream.send(started(), events(1, 1), events(2, 2));
    expect((await Promise.all(reads)).map((item) => item.kind)).toEqual(['started', 'events', 'events']);
  });

  it('does not spin on a connection whose end is not known yet', async () => {
    const fixture = setUp();
    const { server, timers } = fixture;
    await begin(fixture);
    server.stream.fail(new GatewayError('ConnectionLost', 'closing'));
    await settle();
    expect(server.streams).toHaveLength(1);
    expect(timers.pending).toBeGreaterThan(0);
    await timers.advance(250);
    expect(server.streams).toHaveLength(2);
  });
});
