import { describe, expect, it } from 'vitest';
import type { AlarmItem } from '../src/alarmContracts.js';
import { AlarmStream, type AlarmStreamItem, type AlarmStreamRequest } from '../src/AlarmStream.js';
import { ConnectionKeeper } from '../src/ConnectionKeeper.js';
import { GatewayError } from '../src/errors.js';
import { active, alarm, alarmGap, complete, raises, snapshot, startedAlarms } from './fakes/alarms.js';
import { FakeServer } from './fakes/FakeTransport.js';
import { ManualTimers, settle } from './fakes/ManualTimers.js';
import { reconnect, take } from './fakes/streams.js';

interface Fixture { readonly server: FakeServer; readonly stream: AlarmStream; readonly timers: ManualTimers }

function setUp(request: AlarmStreamRequest = {}): Fixture {
  const server = new FakeServer();
  const timers = new ManualTimers();
  const keeper = new ConnectionKeeper(server.factory, { random: () => 0, timers });
  return { server, timers, stream: new AlarmStream(keeper, request, { timers, backoff: { random: () => 0 } }) };
}

async function start({ server, stream }: Fixture, ...items: readonly AlarmItem[]): Promise<readonly AlarmStreamItem[]> {
  const taken = take(stream, items.length);
  await settle();
  server.stream.send(...items);
  return taken;
}

const row = alarm('Tank101.Level.Hi', 7);

describe('AlarmStream', () => {
  it('begins with a snapshot and resumes inside the log from what it received', async () => {
    const fixture = setUp({ areas: ['North'], states: ['unacknowledged'] });
    const { server, stream, timers } = fixture;
    await start(fixture, startedAlarms(7), ...snapshot(7, row), raises(8, 9));
    expect(server.stream.request).toEqual({ areas: ['North'], states: ['unacknowledged'] });
    expect(stream.position).toEqual({ epoch: 'a1', sequence: 9 });
    await reconnect(server, timers);
    expect(server.stream.request).toEqual({ areas: ['North'], states: ['unacknowledged'], after: 9, epoch: 'a1' });
    server.stream.send(startedAlarms(9), raises(8, 11), { kind: 'idle', sequence: 20 });
    expect(await take(stream, 3)).toMatchObject([
      { kind: 'started', resumed: true, resumeCause: 'connectionLost' }, { kind: 'transition', first: 10, last: 11, transitions: [{ sequence: 10 }, { sequence: 11 }] },
      { kind: 'idle' }]);
    expect(stream.position).toEqual({ epoch: 'a1', sequence: 20 });
  });

  it.each<readonly [string, readonly AlarmItem[]]>([
    ['at the start', [startedAlarms(7), active(7, row)]],
    ['after a gap', [startedAlarms(7), ...snapshot(7, row), alarmGap(7, 30), active(30, row)]],
    ['after changed rights', [startedAlarms(7), ...snapshot(7, row), { kind: 'access', widened: ['Tank*'], narrowed: [] }]],
  ])('asks again for a snapshot whose end did not come: %s', async (_, items) => {
    const fixture = setUp();
    await start(fixture, ...items);
    expect(fixture.stream.position).toBeUndefined();
    await reconnect(fixture.server, fixture.timers);
    expect(fixture.server.stream.request).toEqual({});
    fixture.server.stream.send(startedAlarms(31), ...snapshot(31, row));
    await take(fixture.stream, 3);
    expect(fixture.stream.position).toEqual({ epoch: 'a1', sequence: 31 });
  });

  it('gives the view of its position back until a snapshot with another one is complete', async () => {
    const fixture = setUp({ after: 5, epoch: 'a1', view: 'v1' });
    const { server, stream, timers } = fixture;
    await start(fixture, { ...startedAlarms(5), view: 'v2' }, raises(6, 7));
    expect(server.stream.request).toEqual({ after: 5, epoch: 'a1', view: 'v1' });
    expect(stream.position).toEqual({ epoch: 'a1', sequence: 7, view: 'v1' });
    await reconnect(server, timers);
    expect(server.stream.request).toEqual({ after: 7, epoch: 'a1', view: 'v1' });
    server.stream.send({ ...startedAlarms(7), view: 'v2' }, { kind: 'access', widened: [], narrowed: [], view: 'v2' }, ...snapshot(7, row));
    await take(stream, 4);
    await reconnect(server, timers);
    expect(server.stream.request).toEqual({ after: 7, epoch: 'a1', view: 'v2' });
  });

  it('gives the view of transitions before a due snapshot back', async () => {
    const fixture = setUp({ after: 5, epoch: 'a1', view: 'v1' });
    await start(fixture, { ...startedAlarms(5), view: 'v2' }, { ...raises(6, 7), view: 'mixed' });
    expect(fixture.stream.position).toEqual({ epoch: 'a1', sequence: 7, view: 'mixed' });
    await reconnect(fixture.server, fixture.timers);
    expect(fixture.server.stream.request).toEqual({ after: 7, epoch: 'a1', view: 'mixed' });
  });

  it.each<readonly [string, readonly AlarmItem[], string]>([
    ['its snapshot', [{ ...startedAlarms(7), view: 'v1' }, ...snapshot(7, row)], 'v1'],
    ['changed rights', [{ ...startedAlarms(7), view: 'v1' }, ...snapshot(7, row), { kind: 'access', widened: [], narrowed: [], view: 'v2' }, ...snapshot(7, row)], 'v2'],
  ])('takes over the view of %s', async (_, items, view) => {
    const fixture = setUp();
    await start(fixture, ...items);
    expect(fixture.stream.position).toEqual({ epoch: 'a1', sequence: 7, view });
    await reconnect(fixture.server, fixture.timers);
    expect(fixture.server.stream.request).toEqual({ after: 7, epoch: 'a1', view });
  });

  it('takes over the first view when its position came without one', async () => {
    const fixture = setUp({ after: 7, epoch: 'a1' });
    await start(fixture, { ...startedAlarms(7), view: 'v1' });
    await reconnect(fixture.server, fixture.timers);
    expect(fixture.server.stream.request).toEqual({ after: 7, epoch: 'a1', view: 'v1' });
  });

  it('goes on behind a gap, also into another numbering', async () => {
    const fixture = setUp({ after: 50, epoch: 'a1' });
    await start(fixture, startedAlarms(7, 'a2'), alarmGap(50, 7, 'a2'), ...snapshot(7, row), raises(8, 8));
    expect(fixture.stream.position).toEqual({ epoch: 'a2', sequence: 8 });
  });

  it.each<readonly [string, readonly AlarmItem[], object]>([
    ['a hole', [startedAlarms(0), raises(1, 2), raises(4, 4)], { after: 2, epoch: 'a1' }],
    ['another numbering without a gap', [startedAlarms(0, 'a2'), raises(1, 2)], { after: 0, epoch: 'a1' }],
    ['a snapshot with a part missing', [startedAlarms(7), ...snapshot(7, row), alarmGap(7, 30), active(30, row), complete(30, 2)], {}],
    ['transitions amid a snapshot', [startedAlarms(0), active(7, row), raises(8, 8)], {}],
  ])('does not take %s, and asks again', async (_, items, request) => {
    const fixture = setUp({ after: 0, epoch: 'a1' });
    await start(fixture, ...items.slice(0, -1));
    const refused = fixture.server.stream;
    refused.send(...items.slice(-1));
    await settle();
    expect(refused.disposed).toBe(true);
    expect(fixture.server.stream.request).toEqual(request);
  });

  it('ends after the second violation in a row', async () => {
    const { server, stream } = setUp({ after: 0, epoch: 'a1' });
    server.onStream = (subscribed) => { subscribed.send(startedAlarms(0), raises(2, 2)); };
    await take(stream, 2);
    await expect(stream.next()).rejects.toMatchObject({ code: 'ProtocolViolation' });
  });

  it('tries again when the gateway asks for it, and ends when that cannot help', async () => {
    const fixture = setUp();
    await start(fixture, startedAlarms(7), ...snapshot(7, row));
    fixture.server.stream.fail(new GatewayError('GatewayStopping', 'again', { retryAfterMs: 500 }));
    await fixture.timers.advance(1_000);
    expect(fixture.server.stream.request).toEqual({ after: 7, epoch: 'a1' });
    fixture.server.stream.fail(new GatewayError('Forbidden', 'no'));
    await expect(fixture.stream.next()).rejects.toMatchObject({ code: 'Forbidden' });
  });

  it('buffers a snapshot whole, then pauses until it was read', async () => {
    const fixture = setUp({ clientBufferAlarms: 10 });
    const rows = Array.from({ length: 40 }, (_, i) => alarm(`A${i}`, i + 1));
    await start(fixture, startedAlarms(40));
    fixture.server.stream.send(active(40, ...rows.slice(0, 20)), active(40, ...rows.slice(20)));
    expect(fixture.server.stream.disposed).toBe(false);
    fixture.server.stream.send(complete(40, 40));
    expect(fixture.server.stream.disposed).toBe(true);
    expect(fixture.stream.status).not.toBe('ended');
    await take(fixture.stream, 3);
    await settle();
    expect(fixture.server.stream.request).toEqual({ after: 40, epoch: 'a1' });
  });

  it('takes a position as after and epoch only', () => {
    // @ts-expect-error A position is not a request: its epoch would be accepted, but the stream would begin with a snapshot.
    expect(() => setUp({ epoch: 'a1', sequence: 7 })).toThrow(/set after to its sequence together with epoch/);
    expect(() => setUp({ view: 'v1' })).toThrow(/set after to its sequence together with view/);
    expect(setUp({ after: 7, epoch: 'a1' }).stream.position).toEqual({ epoch: 'a1', sequence: 7 });
  });
});
