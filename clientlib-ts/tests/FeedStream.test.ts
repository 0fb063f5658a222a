import { describe, expect, it } from 'vitest';
import { ConnectionKeeper } from '../src/ConnectionKeeper.js';
import { GatewayError } from '../src/errors.js';
import type { FeedChange, FeedCursor, FeedPosition } from '../src/feedContracts.js';
import { FeedStream, type FeedStreamRequest } from '../src/FeedStream.js';
import { FakeServer } from './fakes/FakeTransport.js';
import { ManualTimers, settle } from './fakes/ManualTimers.js';
import { begin, type Raw, reconnect, take } from './fakes/streams.js';

const change = (sequence: number): FeedChange => ({ sequence, at: '2026-03-01T12:00:00Z', kind: 'sessionOpened' });
const changes = (first: number, last: number): Raw =>
  ({ kind: 'changes', first, last, changes: Array.from({ length: last - first + 1 }, (_, i) => change(first + i)) });
const started = (after: number, feedEpoch = 'f1', oldest = 1, latest = 99): Raw => ({ kind: 'started', feedEpoch, oldest, latest, after });

interface Fixture { readonly server: FakeServer; readonly stream: FeedStream; readonly timers: ManualTimers }

function setUp(request: FeedStreamRequest = {}): Fixture {
  const server = new FakeServer();
  const timers = new ManualTimers();
  const keeper = new ConnectionKeeper(server.factory, { random: () => 0, timers });
  const host = {
    ready: (signal?: AbortSignal) => keeper.ready(signal),
    call: async <T>(method: string, ...args: readonly unknown[]): Promise<T> => (await (await keeper.ready()).invoke(method, args)) as T,
  };
  return { server, timers, stream: new FeedStream(host, request, { timers, backoff: { random: () => 0 } }) };
}

describe('FeedStream', () => {
  it('asks as it was told and resumes from what it received', async () => {
    const { server, stream, timers } = setUp({ after: 0, kinds: ['sessionOpened'] });
    await begin(server, stream, started(40, 'f1', 41), changes(41, 43));
    expect(server.stream.request).toEqual({ kinds: ['sessionOpened'], after: 0, feedEpoch: undefined, cursor: undefined });
    expect(stream.position).toEqual({ feedEpoch: 'f1', sequence: 43 });
    await reconnect(server, timers);
    expect(server.stream.request).toEqual({ kinds: ['sessionOpened'], after: 43, feedEpoch: 'f1' });
    server.stream.send(started(43), changes(42, 45), { kind: 'idle', sequence: 50 });
    expect(await take(stream, 3)).toMatchObject([
      { kind: 'started', resumed: true, resumeCause: 'connectionLost' }, { kind: 'changes', first: 44, changes: [change(44), change(45)] }, { kind: 'idle' }]);
    expect(stream.position).toEqual({ feedEpoch: 'f1', sequence: 50 });
  });

  it('goes on behind a reset, also into another numbering', async () => {
    const { server, stream } = setUp({ after: 10, feedEpoch: 'f1' });
    await begin(server, stream, started(40, 'f2', 41), { kind: 'reset', reason: 'epochChanged', requestedAfter: 10, feedEpoch: 'f2', oldest: 41, latest: 62 }, changes(41, 62));
    expect(stream.position).toEqual({ feedEpoch: 'f2', sequence: 62 });
  });

  it.each([
    ['a hole', [started(0), changes(1, 2), changes(4, 4)]],
    ['another numbering without a reset', [started(0, 'f2'), changes(1, 2)]],
  ])('does not take %s', async (_, items) => {
    const fixture = setUp({ after: 0, feedEpoch: 'f1' });
    const first = fixture.stream.next();
    await settle();
    fixture.server.stream.send(...items);
    await first;
    expect(fixture.server.stream.disposed).toBe(true);
  });

  it('takes a position as after and feedEpoch only', () => {
    const position: FeedPosition = { feedEpoch: 'f1', sequence: 7 };
    // @ts-expect-error A position is not a request: its epoch would be accepted, but the stream would begin with the next event.
    expect(() => setUp(position)).toThrow(/set after to its sequence together with feedEpoch/);
    // @ts-expect-error A stored cursor is not a request either.
    expect(() => setUp({ name: 'historian', ...position } as FeedCursor)).toThrow(/set after to its sequence together with feedEpoch/);
    expect(() => setUp({ feedEpoch: 'f1' })).toThrow(GatewayError);
    expect(setUp({ after: position.sequence, feedEpoch: position.feedEpoch }).stream.position).toEqual(position);
  });

  it('commits what was handed out under its cursor, and names the cursor only at the start', async () => {
    const { server, stream, timers } = setUp({ cursor: 'historian' });
    server.handle('CommitFeedCursor', () => undefined);
    await begin(server, stream, started(0), changes(1, 4));
    server.stream.send(changes(5, 9));
    await stream.commit();
    expect(server.calls).toEqual([{ method: 'CommitFeedCursor', args: [{ name: 'historian', feedEpoch: 'f1', sequence: 4 }] }]);
    await reconnect(server, timers);
    expect(server.stream.request).toEqual({ after: 9, feedEpoch: 'f1' });
    await expect(setUp().stream.commit()).rejects.toMatchObject({ code: 'InvalidArgument' });
  });
});
