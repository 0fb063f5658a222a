import { type GatewayClient, GatewayError, type MxEvent, type OpenSessionRequest, type Session, type StreamSettings } from '@mxgateway/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { boundedClient } from '../src/boundedClient.ts';
import { EventLog } from '../src/EventLog.ts';
import { EventTrail } from '../src/EventTrail.ts';
import { GatewayProcess } from '../src/GatewayProcess.ts';
import { Load } from '../src/load.ts';
import { patienceMs, until, within } from '../src/waiting.ts';

/** The error of a call that must fail. */
async function failure(what: string, call: Promise<unknown>): Promise<GatewayError> {
  const error: unknown = await within(patienceMs, what, call.then(() => undefined, (problem: unknown) => problem));
  expect(error).toBeInstanceOf(GatewayError);
  return error as GatewayError;
}

describe('a client in Node', () => {
  let gateway: GatewayProcess;
  let client: GatewayClient;
  const sessions: Session[] = [];

  const openSession = async (request: OpenSessionRequest): Promise<Session> => {
    const session = await client.openSession(request);
    sessions.push(session);
    return session;
  };
  const demo = async (): Promise<Session> => {
    const found = (await client.listSessions()).find(({ name }) => name === 'Demo plant');
    if (found === undefined) {
      throw new Error('The gateway has no demo session.');
    }
    return client.session(found.sessionId);
  };

  beforeAll(async () => {
    gateway = await GatewayProcess.start();
    client = boundedClient({ url: gateway.url, accessToken: gateway.token });
  });

  afterAll(async () => {
    await Promise.all(sessions.map((session) => session.close()));
    await client.close();
    await gateway.stop();
    await gateway.remove();
  });

  it('misses nothing when it reads too slowly and pauses', async () => {
    const session = await openSession({ name: 'Slow, pausing' });
    const load = await Load.on(session, 50);
    const log = new EventLog();
    const stream = session.events({ resumeAfter: 0, clientBufferEvents: 500, onOverflow: 'pause' });
    await within(patienceMs, 'the first item', log.readOn(stream, () => true));
    await load.setRate(5_000);
    // Does not continue to read until the buffer has overflowed three times.
    for (const times of [1, 2, 3]) {
      await until(patienceMs, `the stream pauses (${times})`, () => stream.status === 'paused');
      const target = log.last + 600;
      await within(patienceMs, 'the next 600 events', log.readOn(stream, () => log.last >= target));
    }
    const latest = await load.stop();
    await within(patienceMs, 'the rest', log.read(stream, () => log.last >= latest));
    expect(log.error).toBeUndefined();
    expect(log.outOfOrder).toEqual([]);
    expect(log.gaps).toEqual([]);
    expect([log.first, log.count]).toEqual([1, log.last]);
    expect(log.resumes.length).toBeGreaterThanOrEqual(3);
    expect(new Set(log.resumes)).toEqual(new Set(['overflow']));
  });

  it('is told how much it lost when it reads too slowly and drops', async () => {
    const session = await openSession({ name: 'Slow, dropping' });
    const load = await Load.on(session, 50);
    const log = new EventLog();
    const stream = session.events({ resumeAfter: 0, clientBufferEvents: 500, onOverflow: 'drop' });
    await within(patienceMs, 'the first item', log.readOn(stream, () => true));
    await load.setRate(5_000);
    await until(patienceMs, 'far more than the buffer holds has passed', async () => (await session.info()).latestSequence > 10_000);
    const latest = await load.stop();
    await within(patienceMs, 'the rest', log.read(stream, () => log.last >= latest));
    expect(log.error).toBeUndefined();
    expect(log.gaps).toEqual([]);
    expect(log.resumes).toEqual([]);
    expect(log.dropped).toBeGreaterThan(5_000);
    expect(log.count + log.dropped).toBe(log.last);
  });

  it('sees what its filter names and nothing else', async () => {
    const session = await demo();
    await session.items.refresh();
    const names = new Set<string>();
    const stream = session.events({ snapshot: 'always', filter: { references: ['tank10?.level.*', '*.CPULoad'] } });
    const read = async (): Promise<void> => {
      for await (const item of stream) {
        if (item.kind === 'snapshot' || item.kind === 'events') {
          item.events.forEach(({ serverHandle, itemHandle }) => {
            names.add(session.items.get(serverHandle, itemHandle)?.itemDefinition ?? 'unknown');
          });
        }
        if (item.kind === 'events') {
          return;
        }
      }
    };
    await within(patienceMs, 'a snapshot and an event', read());
    expect(names).toContain('Tank101.Level.PV');
    expect(names).toContain('Tank102.Level.SP');
    expect(names).toContain('Platform01.CPULoad');
    expect([...names].filter((name) => !/^Tank10.\.Level\.|\.CPULoad$/.test(name))).toEqual([]);
  });

  it('changes filter and mode of a running stream without missing an event', async () => {
    const session = await openSession({ name: 'Changed' });
    const load = await Load.on(session, 20);
    await load.setRate(1_000);
    const whole = new EventTrail();
    const changed = new EventTrail();
    const unchanging = session.events({ resumeAfter: 0 });
    const stream = session.events({ resumeAfter: 0 });
    const reading = Promise.all([whole.read(unchanging), changed.read(stream)]);
    const change = async (settings: StreamSettings): Promise<number> => {
      const { modes } = changed;
      const before = modes.length;
      const enough = (modes.at(-1)?.after ?? 0) + 500;
      await until(patienceMs, 'events come before the change', () => whole.last > enough && changed.last > enough);
      const mode = settings.mode ?? 'lossless';
      expect(await within(patienceMs, 'the change', stream.update(settings))).toMatchObject({ mode });
      const told = await until(patienceMs, 'the stream tells the change', () => modes[before]);
      expect(told).toMatchObject({ mode, reason: 'requested' });
      return told.after;
    };
    const filtered = await change({ filter: { references: ['Load.Item0001'] } });
    const unfiltered = await change({});
    const conflated = await change({ mode: 'conflate', flushIntervalMs: 200 });
    const lossless = await change({ mode: 'lossless' });
    const latest = await load.stop();
    await until(patienceMs, 'both streams reach the end', () => whole.last >= latest && changed.last >= latest);
    await Promise.all([unchanging.return(), stream.return()]);
    await within(patienceMs, 'the end of the streams', reading);

    expect(whole.events.map(({ sequence }) => sequence)).toEqual(Array.from({ length: latest }, (_, i) => i + 1));
    expect([...whole.faults, ...changed.faults, ...changed.modes.slice(4)]).toEqual([]);
    for (const [after, last] of [[0, filtered], [unfiltered, conflated], [lossless, latest]] as const) {
      expect(last).toBeGreaterThan(after);
      expect(changed.between(after, last)).toEqual(whole.between(after, last));
    }
    await session.items.refresh();
    const isNamed = ({ serverHandle, itemHandle }: MxEvent): boolean =>
      session.items.get(serverHandle, itemHandle)?.itemDefinition === 'Load.Item0001';
    const named = whole.between(filtered, unfiltered).filter(isNamed);
    expect(named.length).toBeGreaterThan(0);
    expect(changed.between(filtered, unfiltered)).toEqual(named);
    // Conflated: fewer events, all others accounted for, and the latest event of each item that changed.
    const few = changed.between(conflated, lossless);
    expect(few.length).toBeLessThan((lossless - conflated) / 2);
    expect(few.length + changed.conflated).toBe(lossless - conflated);
    expect(whole.conflated).toBe(0);
    const last = new Map(whole.between(conflated, lossless).map((event) => [`${event.serverHandle} ${event.itemHandle}`, event]));
    expect(few).toEqual(expect.arrayContaining([...last.values()]));
  });

  it('gets the code and the duty of an error', async () => {
    const unknown = await failure('asking for an unknown session', client.getSession('0123456789abcdef0123456789abcdef'));
    expect([unknown.code, unknown.duty]).toEqual(['SessionNotFound', 'startOver']);
    const malformed = await failure('a name that is too long', client.openSession({ name: 'x'.repeat(200) }));
    expect([malformed.code, malformed.duty]).toEqual(['InvalidArgument', 'giveUp']);
    const session = await demo();
    const stream = await failure('a stream with a wrong argument', session.events({ maxBatch: -1 }).next());
    expect(stream.code).toBe('InvalidArgument');
    const nowhere = await failure('a stream of an unknown session', client.session('nowhere').events().next());
    expect(nowhere.code).toBe('SessionNotFound');
  });

  it('gets the failing HRESULT of a command and the failing status of a bad reference', async () => {
    const session = await openSession({ name: 'Failing' });
    await expect(within(patienceMs, 'advising a bad handle', session.advise(99, 99))).rejects.toMatchObject({ name: 'MxAccessError', method: 'Advise' });
    const serverHandle = await session.register('end-to-end');
    const itemHandle = await session.addItem(serverHandle, 'Nobody.PV');
    const stream = session.events({ resumeAfter: 0 });
    await session.advise(serverHandle, itemHandle);
    const log = new EventLog();
    let quality = 192;
    await within(patienceMs, 'the bad reference\'s event', log.read(stream, (item) => {
      const event = item.kind === 'events' ? item.events.find((candidate) => candidate.itemHandle === itemHandle) : undefined;
      quality = event !== undefined && 'quality' in event ? event.quality : quality;
      return event !== undefined;
    }));
    expect(quality).toBeLessThan(64);
  });

  it('is refused without a valid token', async () => {
    const stranger = boundedClient({ url: gateway.url, accessToken: 'a.b.c', reconnect: { maxAttempts: 2 } });
    await failure('connecting with a bad token', stranger.listSessions());
    await stranger.close();
  });
});
