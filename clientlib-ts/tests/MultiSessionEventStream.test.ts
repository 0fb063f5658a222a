import { describe, expect, it } from 'vitest';
import { ConnectionKeeper } from '../src/ConnectionKeeper.js';
import type { StreamItem } from '../src/contracts.js';
import { GatewayError } from '../src/errors.js';
import type { StreamPosition } from '../src/resume.js';
import { readCursor, writeCursor } from '../src/multiSessionCursor.js';
import { type MultiSessionEventsRequest, MultiSessionEventStream, type MultiSessionStreamItem } from '../src/MultiSessionEventStream.js';
import { FakeServer } from './fakes/FakeTransport.js';
import { dataChange, events, started as sessionStarted } from './fakes/items.js';
import { ManualTimers, settle } from './fakes/ManualTimers.js';
import { SeededRandom } from './fakes/random.js';
import { begin as beginWith, type Raw, reconnect as reconnectTo, take } from './fakes/streams.js';

const { limits } = sessionStarted();
const started = { kind: 'started', subscriptionId: 'many', limits, cursor: writeCursor(new Map()) };
const joined = (sessionId: string, resumedAfter = 0, epoch = 'e1'): Raw =>
  ({ kind: 'joined', session: { sessionId, sessionTag: 'line-1', backend: 'simulator' }, epoch, resumedAfter, state: 'ready' });
const of = (sessionId: string, item: StreamItem): Raw => ({ kind: 'item', sessionId, sessionTag: 'line-1', item });

interface Fixture { readonly server: FakeServer; readonly stream: MultiSessionEventStream; readonly keeper: ConnectionKeeper; readonly timers: ManualTimers }

function setUp(request: MultiSessionEventsRequest = {}): Fixture {
  const server = new FakeServer();
  const timers = new ManualTimers();
  const keeper = new ConnectionKeeper(server.factory, { random: () => 0, timers });
  return { server, timers, keeper, stream: new MultiSessionEventStream(keeper, request, { timers, backoff: { random: () => 0 } }) };
}

const begin = ({ server, stream }: Fixture, ...items: readonly Raw[]): Promise<MultiSessionStreamItem[]> => beginWith(server, stream, started, ...items);

const reconnect = ({ server, timers }: Fixture): Promise<void> => reconnectTo(server, timers);

describe('MultiSessionEventStream', () => {
  it('hands out items with their session and composes its cursor from what was handed out', async () => {
    const fixture = setUp({ sessionTags: ['line-*'] });
    const { server, stream } = fixture;
    await begin(fixture, joined('b', 4), joined('a'));
    expect(server.stream.request).toEqual({ sessionTags: ['line-*'] });
    server.stream.send(of('a', events(1, 3)), of('b', events(5, 5)), of('a', events(4, 9)));
    expect(await take(stream, 2)).toMatchObject([{ kind: 'item', sessionId: 'a', sessionTag: 'line-1', item: { kind: 'events', last: 3 } }, { sessionId: 'b' }]);
    expect(stream.cursor).toBe(writeCursor(new Map([['a', { epoch: 'e1', sequence: 3 }], ['b', { epoch: 'e1', sequence: 5 }]])));
    expect(stream.positionIn('a')).toEqual({ epoch: 'e1', sequence: 3 });
  });

  it('hands out a count directly before the events it belongs to, and forgets it when a drop comes between', async () => {
    const fixture = setUp({ mode: 'conflate' });
    const { server, stream } = fixture;
    await begin(fixture, joined('a'), joined('b'));
    server.stream.send(of('a', { kind: 'lagged', conflated: 3, dropped: 1 }), of('b', events(1, 1)));
    expect(await take(stream, 1)).toMatchObject([{ sessionId: 'b', item: { kind: 'events' } }]);
    await reconnect(fixture);
    server.stream.send(started, joined('a'), joined('b', 1), of('a', { kind: 'lagged', conflated: 5, dropped: 0 }), of('b', events(2, 2)), of('a', events(1, 9)));
    expect(await take(stream, 6)).toMatchObject([
      { kind: 'started' }, { kind: 'joined' }, { kind: 'joined' }, { sessionId: 'b', item: { last: 2 } },
      { sessionId: 'a', sessionTag: 'line-1', item: { kind: 'lagged', conflated: 5 } }, { sessionId: 'a', item: { kind: 'events', last: 9 } },
    ]);
  });

  it('takes no position of one session', () => {
    const position: StreamPosition = { epoch: 'e1', sequence: 7 };
    // @ts-expect-error The cursor has a position for each session.
    setUp(position);
  });

  it('resumes with what it received, and drops and trims what comes twice', async () => {
    const fixture = setUp();
    const { server, stream } = fixture;
    await begin(fixture, joined('a'), joined('b'));
    server.stream.send(of('a', events(1, 5)), of('b', events(1, 2)));
    await take(stream, 2);
    await reconnect(fixture);
    const { cursor } = server.stream.request as { readonly cursor?: string };
    expect(readCursor(cursor ?? '')).toEqual(new Map([['a', { epoch: 'e1', sequence: 5 }], ['b', { epoch: 'e1', sequence: 2 }]]));
    server.stream.send(started, joined('a', 5), joined('b', 2), of('a', events(4, 7)), of('b', events(1, 2)), of('b', events(3, 3)));
    expect(await take(stream, 5)).toMatchObject([
      { kind: 'started', resumed: true, resumeCause: 'connectionLost' },
      { kind: 'joined', resumed: true }, { kind: 'joined', resumed: true },
      { sessionId: 'a', item: { first: 6, last: 7 } }, { sessionId: 'b', item: { first: 3 } },
    ]);
  });

  it('goes on from an application\'s cursor, and keeps the sessions in it that are not there', async () => {
    const cursor = writeCursor(new Map([['a', { epoch: 'e1', sequence: 7 }], ['z', { epoch: 'e9', sequence: 3 }]]));
    const fixture = setUp({ cursor });
    await begin(fixture, joined('a', 7));
    expect(fixture.server.stream.request).toMatchObject({ cursor });
    fixture.server.stream.send(of('a', events(7, 8)));
    expect(await take(fixture.stream, 1)).toMatchObject([{ item: { first: 8 } }]);
    expect(readCursor(fixture.stream.cursor).get('z')).toEqual({ epoch: 'e9', sequence: 3 });
  });

  it('starts anew when nothing but joins came, so that no history is taken for live events', async () => {
    const fixture = setUp();
    await begin(fixture, joined('a', 100));
    await reconnect(fixture);
    expect(fixture.server.stream.request).toEqual({});
  });

  it('asks again for a snapshot that had not come', async () => {
    const fixture = setUp({ snapshot: 'always' });
    const { server, stream } = fixture;
    await begin(fixture, joined('a', 10), joined('b', 20));
    server.stream.send(of('a', { kind: 'snapshot', asOf: 10, events: [dataChange(9)] }));
    await take(stream, 1);
    await reconnect(fixture);
    const { cursor } = server.stream.request as { readonly cursor?: string };
    expect([...readCursor(cursor ?? '').keys()]).toEqual(['a']);
  });

  it('forgets a closed session and goes on where it was with one that only left', async () => {
    const fixture = setUp();
    const { server, stream } = fixture;
    await begin(fixture, joined('a'), joined('b'));
    server.stream.send(
      of('a', events(1, 2)), of('b', events(1, 2)), { kind: 'left', sessionId: 'a', reason: 'closed' }, { kind: 'left', sessionId: 'b', reason: 'notSelected' });
    await take(stream, 4);
    expect([...readCursor(stream.cursor)]).toEqual([['b', { epoch: 'e1', sequence: 2 }]]);
    server.stream.send(joined('b', 2), of('b', events(3, 4)));
    expect(await take(stream, 2)).toMatchObject([{ kind: 'joined', resumed: false }, { item: { first: 3 } }]);
  });

  it('tells which sessions are gone after a resume', async () => {
    const fixture = setUp();
    const { server, stream } = fixture;
    await begin(fixture, joined('a'), joined('b'));
    server.stream.send(of('a', events(1, 1)), of('b', events(1, 1)));
    await take(stream, 2);
    await reconnect(fixture);
    server.stream.send(started, joined('b', 1), { kind: 'cursor', cursor: 'x' });
    expect(await take(stream, 4)).toMatchObject([{ kind: 'started' }, { kind: 'joined' }, { kind: 'left', sessionId: 'a', reason: 'gone' }, { kind: 'cursor' }]);
  });

  it('resubscribes once after a hole in one session, then says so', async () => {
    const fixture = setUp();
    const { server, stream } = fixture;
    await begin(fixture, joined('a'));
    server.stream.send(of('a', events(1, 2)), of('a', events(5, 6)));
    expect(server.stream.disposed).toBe(true);
    await settle();
    server.stream.send(started, joined('a', 2), of('a', events(5, 6)));
    await take(stream, 3);
    await expect(stream.next()).rejects.toMatchObject({ code: 'ProtocolViolation' });
  });

  it('refuses an item of a session that has not joined, and ignores kinds that it does not know', async () => {
    const stranger = setUp();
    await begin(stranger, joined('a'));
    stranger.server.stream.send(of('b', events(1, 1)));
    expect(stranger.server.stream.disposed).toBe(true);
    const novelty = setUp();
    await begin(novelty);
    novelty.server.stream.send({ kind: 'novelty' }, joined('a'), { kind: 'item', sessionId: 'a', item: { kind: 'novelty' } }, of('a', events(1, 1)));
    expect(await take(novelty.stream, 2)).toMatchObject([{ kind: 'joined' }, { kind: 'item', item: { kind: 'events', first: 1 } }]);
  });

  it('refuses a cursor that is none before it asks anybody', () => {
    expect(() => setUp({ cursor: 'nonsense' })).toThrow(GatewayError);
  });

  it('has every event of every session once, whatever is dropped and repeated', async () => {
    for (let seed = 1; seed <= 30; seed += 1) {
      const random = new SeededRandom(seed);
      const totals = new Map(Array.from({ length: random.between(1, 6) }, (_, i) => [`s${i}`, random.between(5, 200)]));
      const server = new FakeServer();
      const timers = { after: (_: number, callback: () => void) => { const handle = setImmediate(callback); return () => { clearImmediate(handle); }; } };
      const keeper = new ConnectionKeeper(server.factory, { timers });
      const { cursor: start } = { cursor: writeCursor(new Map([...totals.keys()].map((id) => [id, { epoch: 'e1', sequence: 0 }]))) };
      server.onStream = (subscription) => {
        const at = readCursor((subscription.request as { readonly cursor: string }).cursor);
        subscription.send(started, ...[...totals.keys()].map((id) => joined(id, at.get(id)?.sequence ?? 0)));
        const next = new Map([...totals.keys()].map((id) => [id, Math.max(1, (at.get(id)?.sequence ?? 0) + 1 - random.between(0, 2))]));
        const pump = (): void => {
          if (subscription.disposed || subscription.ended) {
            return;
          }
          const open = [...next].filter(([id, from]) => from <= (totals.get(id) ?? 0));
          const one = open[random.between(0, open.length - 1)];
          if (one === undefined) {
            subscription.complete();
            return;
          }
          const [id, from] = one;
          const last = Math.min(totals.get(id) ?? 0, from + random.between(0, 20));
          subscription.send(of(id, events(from, last)));
          next.set(id, last + 1);
          if (random.chance(0.05)) {
            server.current.drop();
          } else {
            setImmediate(pump);
          }
        };
        pump();
      };
      const stream = new MultiSessionEventStream(keeper, { cursor: start, clientBufferEvents: random.between(1, 60) }, { timers });
      const have = new Map([...totals.keys()].map((id) => [id, 0]));
      for await (const item of stream) {
        if (item.kind === 'item' && item.item.kind === 'events') {
          for (const { sequence } of item.item.events) {
            expect(sequence, `seed ${seed}, ${item.sessionId}`).toBe((have.get(item.sessionId) ?? 0) + 1);
            have.set(item.sessionId, sequence);
          }
          expect(stream.positionIn(item.sessionId)?.sequence).toBe(item.item.last);
        }
      }
      expect(have, `seed ${seed}`).toEqual(totals);
      await keeper.close();
    }
  });
});
