import { describe, expect, it } from 'vitest';
import type { MxCommand, MxItemResult, MxReply } from '../src/commands.js';
import type { OpenSessionRequest, SessionInfo, WriteCompleteEvent } from '../src/contracts.js';
import { GatewayError } from '../src/errors.js';
import { GatewayClient } from '../src/GatewayClient.js';
import type { LiveItems } from '../src/LiveItems.js';
import { statusText } from '../src/statusText.js';
import { dataChange, events, started } from './fakes/items.js';
import { FakeServer, type FakeStream } from './fakes/FakeTransport.js';
import { ManualTimers, settle } from './fakes/ManualTimers.js';

interface FakeItem { readonly serverHandle: number; readonly itemHandle: number; readonly itemDefinition: string }

/** A gateway with sessions, registrations and items, whose streams the test drives. */
class FakeSessions {
  readonly server = new FakeServer();
  readonly timers = new ManualTimers();
  readonly open: SessionInfo[] = [];
  readonly items: FakeItem[] = [];
  readonly servers: { serverHandle: number; clientName: string }[] = [];
  readonly commands: MxCommand[] = [];
  readonly refused = new Set(['Secret']);
  readonly client: GatewayClient;

  constructor() {
    this.server.handle('ListSessions', () => [...this.open]);
    this.server.handle('OpenSession', (request) => this.add(request as OpenSessionRequest));
    this.server.handle('CloseSession', (id) => this.open.splice(this.open.findIndex(({ sessionId }) => sessionId === id), 1)[0]);
    this.server.handle('UpdateStream', () => ({}));
    this.server.handle('Invoke', (_id, command) => this.#run(command as MxCommand));
    this.client = new GatewayClient({
      url: 'http://gateway', accessToken: 't', transport: this.server.factory, timers: this.timers, reconnect: { random: () => 0.5 },
    });
  }

  add({ name, sessionTag }: OpenSessionRequest, createdAt = `2026-01-01T00:00:0${this.open.length}Z`): SessionInfo {
    const info = { sessionId: `s${this.open.length + 1}`, name, sessionTag, state: 'ready', createdAt } as unknown as SessionInfo;
    this.open.push(info);
    return info;
  }

  /** All sessions are gone, with what they had. */
  lose(): void {
    this.open.splice(0);
    this.items.splice(0);
    this.servers.splice(0);
  }

  /** The stream of values, or that of completions. */
  stream(family: 'OnDataChange' | 'OnWriteComplete' = 'OnDataChange'): FakeStream {
    const found = [...this.server.streams].reverse().find(({ request }) => request.filter?.families?.[0] === family);
    if (found === undefined) {
      throw new Error(`Nobody reads ${family}.`);
    }
    return found;
  }

  async begin(references: readonly string[]): Promise<LiveItems> {
    const live = this.client.items(references, { session: 'dashboard' });
    await settle();
    await this.start();
    return live;
  }

  async start(): Promise<void> {
    this.stream().send(started(), { kind: 'snapshot', asOf: 0, events: [] });
    await settle();
  }

  #run(command: MxCommand): MxReply {
    this.commands.push(command);
    const reply = { method: command.method, hresult: 0 };
    switch (command.method) {
      case 'GetSessionState':
        return { ...reply, session: { servers: this.servers, pendingWrites: 0, items: this.items.map((item) => ({ ...item, advised: 'plain', buffered: false, suspended: false, addedAfter: 0 })) } };
      case 'Register':
        this.servers.push({ serverHandle: this.servers.length + 1, clientName: command.clientName });
        return { ...reply, returnValue: this.servers.length };
      case 'SubscribeBulk':
        if (command.itemDefinitions.every((itemDefinition) => this.refused.has(itemDefinition))) {
          // As on the gateway: what is forbidden for each item is refused as a whole.
          throw new GatewayError('Forbidden', 'not for you');
        }
        return { ...reply, results: command.itemDefinitions.map((itemDefinition) => this.#subscribe(command.serverHandle, itemDefinition)) };
      case 'ReadBulk':
        return { ...reply, results: command.itemDefinitions.map((itemDefinition) => ({ itemDefinition, hresult: 0, value: { dataType: 'Double', value: 1 }, quality: 192 })) };
      default:
        return reply;
    }
  }

  #subscribe(serverHandle: number, itemDefinition: string): MxItemResult {
    if (this.refused.has(itemDefinition)) {
      return { itemDefinition, hresult: -1, diagnostic: '[Forbidden] not for you' };
    }
    const itemHandle = this.items.length + 1;
    this.items.push({ serverHandle, itemHandle, itemDefinition });
    return { itemDefinition, itemHandle, hresult: 0 };
  }
}

function completion(sequence: number, itemHandle: number, serverHandle = 2): WriteCompleteEvent {
  return { family: 'OnWriteComplete', sequence, serverHandle, itemHandle, workerTime: '2026-01-01T00:00:00Z' };
}

/** The stream goes on behind event 2, and two events were missed: A is confirmed by its own, B only with the last one. */
async function expectStaleUntilCaughtUp(plant: FakeSessions, live: LiveItems): Promise<void> {
  expect(plant.stream().request.resumeAfter).toBe(2);
  plant.stream().send(started({ latest: 4, resumedAfter: 2 }), events(3, 3));
  await settle();
  expect(live.status.state).toBe('live');
  expect([live.get('A')?.stale, live.get('B')?.stale]).toEqual([false, true]);
  plant.stream().send(events(4, 4));
  await settle();
  expect([live.get('A')?.stale, live.get('B')?.stale]).toEqual([false, false]);
}

const subscribed = (plant: FakeSessions): readonly (readonly string[])[] =>
  plant.commands.flatMap((command) => (command.method === 'SubscribeBulk' ? [command.itemDefinitions] : []));

describe('live items', () => {
  it('open the session, subscribe, and show values and refusals by reference', async () => {
    const plant = new FakeSessions();
    const live = await plant.begin(['A', 'Secret']);
    expect(live.get('a')).toMatchObject({ reference: 'A', stale: true });
    plant.stream().send(events(1, 1));
    await settle();
    expect(live.get(' a ')).toMatchObject({ value: { dataType: 'Double', value: 0.5 }, quality: 192, stale: false });
    expect(live.get('Secret')?.problem).toBe('[Forbidden] not for you');
    const { value } = await live.next();
    expect(value).toMatchObject({ status: { state: 'live', sessionId: 's1' }, notices: [{ kind: 'session', sessionId: 's1', opened: true }] });
    expect(value?.items).toHaveLength(2);
  });

  it('tell of a forbidden item also when it is the only one to add, and go on', async () => {
    const fake = new FakeSessions();
    const live = await fake.begin(['A']);
    await live.add(['Secret']);
    await settle();
    expect(live.get('Secret')?.problem).toContain('not for you');
    expect(live.status.state).toBe('live');
    await live.close();
  });

  it('use what the session has, and add only what is missing', async () => {
    const plant = new FakeSessions();
    await plant.begin(['A', 'B']);
    const other = await plant.begin(['B', 'C']);
    expect(subscribed(plant)).toEqual([['A', 'B'], ['C']]);
    expect(plant.open).toHaveLength(1);
    await other.close();
    other.remove(['B']);
    expect(plant.commands.some(({ method }) => /Remove|Unsubscribe|UnAdvise/.test(method))).toBe(false);
  });

  it.each([
    ['years', '2025-01-01T00:00:00Z', '2026-01-01T00:00:00Z'],
    ['hundredths of a second, with a shorter fraction', '2026-01-01T00:00:00.1Z', '2026-01-01T00:00:00.12Z'],
  ])('close their own session when another opened one at the same time that is older by %s', async (_age, older, own) => {
    const plant = new FakeSessions();
    plant.server.handle('OpenSession', (request) => {
      plant.add({ name: 'dashboard' }, older);
      return plant.add(request as OpenSessionRequest, own);
    });
    const live = await plant.begin(['A']);
    expect(live.status.sessionId).toBe('s1');
    expect(plant.open.map(({ sessionId }) => sessionId)).toEqual(['s1']);
  });

  for (const code of ['SessionNotFound', 'SessionClosed', 'WorkerLost', 'SessionFaulted'] as const) {
    it(`are stale and then restored in a new session after ${code}`, async () => {
      const plant = new FakeSessions();
      const live = await plant.begin(['A']);
      plant.stream().send(events(1, 1));
      await settle();
      plant.lose();
      plant.stream().fail(new GatewayError(code, 'gone'));
      await settle();
      expect(live.status).toMatchObject({ state: 'restoring', code });
      expect(live.get('A')?.stale).toBe(true);
      await plant.timers.advance(1_000);
      await plant.start();
      expect(subscribed(plant)).toEqual([['A'], ['A']]);
      expect(live.status.state).toBe('live');
      expect(live.get('A')?.stale).toBe(true); // No value of the new session has come.
      plant.stream().send({ kind: 'events', first: 1, last: 1, events: [dataChange(1)] });
      await settle();
      expect(live.get('A')?.stale).toBe(false);
      expect((await live.next()).value?.notices).toMatchObject([{ kind: 'session' }, { kind: 'session', after: code }]);
    });
  }

  it('tell a refusal and end', async () => {
    const plant = new FakeSessions();
    plant.server.handle('OpenSession', () => { throw new GatewayError('Forbidden', 'not this tag'); });
    const live = plant.client.items(['A'], { session: 'dashboard' });
    await settle();
    expect(live.status).toEqual({ state: 'refused', code: 'Forbidden', message: 'not this tag' });
    await live.next();
    await expect(live.next()).rejects.toMatchObject({ code: 'Forbidden' });
  });

  it('tell a gap, and keep one entry per item however slowly they are read', async () => {
    const plant = new FakeSessions();
    const live = await plant.begin(['A']);
    plant.stream().send(events(1, 500), { kind: 'gap', reason: 'evicted', requestedAfter: 500, oldest: 510, latest: 510, missed: 9 });
    await settle();
    const { value } = await live.next();
    expect(value?.items).toMatchObject([{ reference: 'A', value: { value: 250 } }]);
    expect(value?.notices.at(-1)).toEqual({ kind: 'gap', reason: 'evicted', missed: 9 });
  });

  it('are left before the stream of a faulted session ends, and the first cause of a loss is the one that is told', async () => {
    const plant = new FakeSessions();
    const live = await plant.begin(['A']);
    plant.lose();
    plant.server.handle('OpenSession', () => { throw new GatewayError('TooManySessions', 'full'); });
    plant.stream().send({ kind: 'state', state: 'faulted', fault: { code: 'WorkerLost', message: 'The worker is gone.' } });
    await settle();
    expect(live.status).toMatchObject({ state: 'restoring', code: 'SessionFaulted' });
    await plant.timers.advance(1_000);
    expect(live.status).toMatchObject({ state: 'restoring', code: 'TooManySessions' });
    plant.server.handle('OpenSession', (request) => plant.add(request as OpenSessionRequest));
    await plant.timers.advance(2_000);
    await plant.start();
    expect(live.status.state).toBe('live');
    expect((await live.next()).value?.notices).toMatchObject([{ kind: 'session' }, { kind: 'session', after: 'SessionFaulted' }]);
  });

  it('are restored when the session has another worker, which has none of the items', async () => {
    const plant = new FakeSessions();
    const live = await plant.begin(['A']);
    plant.items.splice(0);
    plant.servers.splice(0);
    plant.stream().send({ kind: 'gap', reason: 'epochChanged', requestedAfter: 0, oldest: 1, latest: 1 });
    await settle();
    expect(live.status).toMatchObject({ state: 'restoring', code: 'WorkerLost' });
    await plant.timers.advance(1_000);
    await plant.start();
    expect(subscribed(plant)).toEqual([['A'], ['A']]);
  });

  it('are stale after a gap until the snapshot confirms them', async () => {
    const plant = new FakeSessions();
    const live = await plant.begin(['A', 'B']);
    plant.stream().send({ kind: 'events', first: 1, last: 2, events: [dataChange(1), dataChange(2, 2)] });
    await settle();
    expect(live.get('B')?.stale).toBe(false);
    plant.stream().send({ kind: 'gap', reason: 'workerOverflow', requestedAfter: 2, oldest: 12, latest: 12, missed: 9 });
    await settle();
    expect([live.get('A')?.stale, live.get('B')?.stale]).toEqual([true, true]);
    plant.stream().send({ kind: 'snapshot', asOf: 12, events: [dataChange(12)] });
    await settle();
    expect([live.get('A')?.stale, live.get('B')?.stale]).toEqual([false, true]);
  });

  it('are confirmed after a lost connection only when what was missed has come', async () => {
    const plant = new FakeSessions();
    const live = await plant.begin(['A', 'B']);
    plant.stream().send({ kind: 'events', first: 1, last: 2, events: [dataChange(1), dataChange(2, 2)] });
    await settle();

    plant.server.current.drop();
    await settle();
    expect(live.status).toMatchObject({ state: 'restoring' });
    expect([live.get('A')?.stale, live.get('B')?.stale]).toEqual([true, true]);
    await plant.timers.advance(1_000);
    await expectStaleUntilCaughtUp(plant, live);

    expect([live.get('A')?.value, live.get('B')?.value]).toMatchObject([{ value: 2 }, { value: 1 }]);
    expect(subscribed(plant)).toHaveLength(1);
  });

  it('are stale until what was missed has come, also when no loss was noticed', async () => {
    const plant = new FakeSessions();
    const live = await plant.begin(['A', 'B']);
    plant.stream().send({ kind: 'events', first: 1, last: 2, events: [dataChange(1), dataChange(2, 2)] });
    await settle();

    // The connection lives on, and the subscription begins again on it.
    plant.stream().fail(new GatewayError('GatewayStopping', 'The gateway stops.'));
    await plant.timers.advance(1_000);
    await expectStaleUntilCaughtUp(plant, live);
  });

  it('that did not change while the connection was lost are confirmed by an idle item too', async () => {
    const plant = new FakeSessions();
    const live = await plant.begin(['A']);
    plant.stream().send(events(1, 1));
    await settle();
    plant.server.current.drop();
    await plant.timers.advance(1_000);
    plant.stream().send(started({ latest: 9, resumedAfter: 1 }));
    await settle();
    expect(live.get('A')?.stale).toBe(true);
    plant.stream().send({ kind: 'idle', sequence: 9 });
    await settle();
    expect(live.get('A')?.stale).toBe(false);
  });

  it('are read anew when the rights change: nothing invisible is confirmed, and what was forbidden comes', async () => {
    const plant = new FakeSessions();
    const live = await plant.begin(['A', 'B', 'Secret']);
    plant.stream().send({ kind: 'events', first: 1, last: 2, events: [dataChange(1), dataChange(2, 2)] });
    await settle();
    const before = plant.stream();

    plant.refused.clear();
    before.send({ kind: 'access', narrowed: ['B'], widened: ['Secret'] });
    await settle();
    expect(before.disposed).toBe(true);
    plant.stream().send(started(), { kind: 'snapshot', asOf: 2, events: [dataChange(1)] });
    await settle();

    expect(live.status.state).toBe('live');
    expect([live.get('A')?.stale, live.get('B')?.stale]).toEqual([false, true]);
    expect(live.get('Secret')?.problem).toBeUndefined();
    plant.stream().send({ kind: 'events', first: 3, last: 3, events: [dataChange(3, 3)] });
    await settle();
    expect(live.get('Secret')).toMatchObject({ stale: false, value: { value: 1.5 } });
  });

  it('that are added get their value also when they were advised already', async () => {
    const plant = new FakeSessions();
    const live = await plant.begin(['A']);
    plant.items.push({ serverHandle: 1, itemHandle: 2, itemDefinition: 'B' });
    const updates: unknown[] = [];
    plant.server.handle('UpdateStream', (_subscription, settings) => {
      updates.push(settings);
      plant.stream().send({ kind: 'snapshot', asOf: 1, events: [dataChange(1, 2)] });
      return {};
    });
    await live.add(['B']);
    await settle();
    expect(live.get('B')?.stale).toBe(false);
    expect(updates).toMatchObject([{ snapshot: true, mode: 'conflate' }]);
    expect(subscribed(plant)).toEqual([['A']]);
  });

  it('await their first values, and tell what is wrong with each item', async () => {
    const plant = new FakeSessions();
    const live = await plant.begin(['A', 'B', 'Secret', 'C']);
    const broken = { success: 0, category: 'CommunicationError', detectedBy: 'RespondingLmx', detail: 6 } as const;
    plant.stream().send({ kind: 'events', first: 1, last: 2, events: [dataChange(1), { ...dataChange(2, 2), quality: 0, statuses: [broken] }] });
    await settle();
    const waiting = live.firstValues(7_000);
    await plant.timers.advance(7_000);
    expect((await waiting).map(({ reference, problem }) => [reference, problem])).toEqual([
      ['A', undefined], ['B', statusText(broken)], ['Secret', '[Forbidden] not for you'], ['C', 'No value has come within 7 s.'],
    ]);
    plant.stream().send({ kind: 'events', first: 3, last: 3, events: [dataChange(3, 3)] });
    await settle();
    expect(live.get('C')).toMatchObject({ stale: false });
    expect(live.get('C')?.problem).toBeUndefined();
    await expect(live.firstValues(7_000)).resolves.toHaveLength(4);
    expect(plant.timers.pending).toBe(0);
    await expect(live.firstValues(0)).rejects.toMatchObject({ code: 'InvalidArgument' });
    await live.close();
    await expect(live.firstValues(7_000)).rejects.toMatchObject({ code: 'StreamEnded' });
  });

  it('keep a bounded number of notices, and count those that were dropped', async () => {
    const plant = new FakeSessions();
    const live = await plant.begin(['A']);
    for (let i = 1; i <= 105; i += 1) {
      plant.stream().send({ kind: 'gap', reason: 'workerOverflow', requestedAfter: i - 1, oldest: i + 1, latest: i + 1, missed: 1 });
    }
    await settle();
    const { value } = await live.next();
    expect([value?.notices.length, value?.noticesDropped]).toEqual([100, 6]);
  });
});

describe('a write that waits', () => {
  const writes = (plant: FakeSessions): MxCommand[] => plant.commands.filter(({ method }) => method === 'Write');

  async function begin(): Promise<{ plant: FakeSessions; live: LiveItems; write: (value: number) => Promise<unknown> }> {
    const plant = new FakeSessions();
    const live = await plant.begin(['A']);
    const write = (value: number): Promise<unknown> => {
      const outcome = live.write('A', value, { timeoutMs: 1_000 });
      outcome.catch(() => undefined);
      return outcome;
    };
    return { plant, live, write };
  }

  it('is on a registration of its own, and sends the next write of an item after the completion', async () => {
    const { plant, write } = await begin();
    const [first, second] = [write(1), write(2)];
    await settle();
    plant.stream('OnWriteComplete').send(started());
    await settle();
    expect(writes(plant)).toMatchObject([{ serverHandle: 2, value: 1 }]);
    // The completion of another writer's item is not taken for one of these.
    plant.stream('OnWriteComplete').send({ kind: 'events', first: 1, last: 1, events: [completion(1, 2, 1)] });
    await settle();
    expect(writes(plant)).toHaveLength(1);
    plant.stream('OnWriteComplete').send({ kind: 'events', first: 2, last: 2, events: [completion(2, 2)] });
    await expect(first).resolves.toMatchObject({ succeeded: true });
    await settle();
    const refused = { success: 0, category: 'SecurityError', detectedBy: 'RespondingLmx', detail: 1013 } as const;
    plant.stream('OnWriteComplete').send({ kind: 'events', first: 3, last: 3, events: [{ ...completion(3, 2), statuses: [refused] }] });
    await expect(second).resolves.toMatchObject({ succeeded: false, message: expect.stringContaining('verified writes only') as string });
  });

  it('is given up at the deadline, and its late completion is not taken for that of the next write', async () => {
    const { plant, write } = await begin();
    const first = write(1);
    await settle();
    plant.stream('OnWriteComplete').send(started());
    await settle();
    await plant.timers.advance(1_000);
    await expect(first).rejects.toMatchObject({ code: 'CommandTimedOut', duty: 'outcomeUnknown' });
    let done = false;
    const second = write(2).then(() => { done = true; });
    await settle();
    plant.stream('OnWriteComplete').send({ kind: 'events', first: 1, last: 1, events: [completion(1, 2)] });
    await settle();
    expect(done).toBe(false);
    plant.stream('OnWriteComplete').send({ kind: 'events', first: 2, last: 2, events: [completion(2, 3)] });
    await second;
  });

  it('fails with OutcomeUnknown when the session is lost or events are', async () => {
    const { plant, write } = await begin();
    const first = write(1);
    await settle();
    plant.stream('OnWriteComplete').send(started());
    await settle();
    plant.stream('OnWriteComplete').send({ kind: 'gap', reason: 'evicted', requestedAfter: 0, oldest: 5, latest: 5 });
    await expect(first).rejects.toMatchObject({ code: 'OutcomeUnknown' });
    const second = write(2);
    await settle();
    plant.stream('OnWriteComplete').fail(new GatewayError('WorkerLost', 'gone'));
    await expect(second).rejects.toMatchObject({ code: 'OutcomeUnknown' });
  });

  it('ends with the reason of its signal', async () => {
    const { live } = await begin();
    await expect(live.write('A', 1, { signal: AbortSignal.abort(new Error('not wanted')) })).rejects.toThrow('not wanted');
  });
});
