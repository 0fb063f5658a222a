import { describe, expect, it } from 'vitest';
import type { MxCommand, MxItemResult, MxReply } from '../src/commands.js';
import type { OpenSessionRequest, SessionInfo, WriteCompleteEvent } from '../src/contracts.js';
import { GatewayError } from '../src/errors.js';
import { GatewayClient } from '../src/GatewayClient.js';
import type { LiveItems } from '../src/LiveItems.js';
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
        if (command.itemDefinitions.every((itemDefinition) => itemDefinition === 'Secret')) {
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
    if (itemDefinition === 'Secret') {
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
      plant.open.splice(0);
      plant.items.splice(0);
      plant.servers.splice(0);
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
