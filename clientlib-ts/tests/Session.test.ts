import { describe, expect, it } from 'vitest';
import type { MxCommand, MxReply } from '../src/commands.js';
import { GatewayError } from '../src/errors.js';
import { GatewayClient } from '../src/GatewayClient.js';
import type { Session } from '../src/Session.js';
import { statusText } from '../src/statusText.js';
import { FakeServer } from './fakes/FakeTransport.js';

function setUp(reply: Partial<MxReply> = {}): { server: FakeServer; session: Session; sent: () => MxCommand | undefined } {
  const server = new FakeServer();
  let last: MxCommand | undefined;
  server.handle('Invoke', (_sessionId, command) => {
    last = command as MxCommand;
    return { method: last.method, hresult: 0, ...reply };
  });
  const client = new GatewayClient({ url: 'http://gateway', accessToken: 't', transport: server.factory });
  return { server, session: client.session('s1'), sent: () => last };
}

const users = { currentUserId: 7, verifierUserId: 8 };
const status = { success: -1, category: 'Ok', detectedBy: 'RequestingLmx', detail: 0 } as const;

/** Every method whose result is only success. */
const plain: readonly [string, (session: Session) => Promise<unknown>, object][] = [
  ['Unregister', (s) => s.unregister(1), { serverHandle: 1 }],
  ['RemoveItem', (s) => s.removeItem(1, 2), { serverHandle: 1, itemHandle: 2 }],
  ['Advise', (s) => s.advise(1, 2), { serverHandle: 1, itemHandle: 2 }],
  ['UnAdvise', (s) => s.unAdvise(1, 2), { serverHandle: 1, itemHandle: 2 }],
  ['AdviseSupervisory', (s) => s.adviseSupervisory(1, 2), { serverHandle: 1, itemHandle: 2 }],
  ['Write', (s) => s.write(1, 2, 4.5), { serverHandle: 1, itemHandle: 2, value: 4.5, userId: 0 }],
  ['Write2', (s) => s.write2(1, 2, true, new Date(0), 9),
    { serverHandle: 1, itemHandle: 2, value: true, timestamp: { dataType: 'Time', value: '1970-01-01T00:00:00.000Z' }, userId: 9 }],
  ['WriteSecured', (s) => s.writeSecured(1, 2, users, 'x'), { serverHandle: 1, itemHandle: 2, userId: 7, verifierUserId: 8, value: 'x' }],
  ['WriteSecured2', (s) => s.writeSecured2(1, 2, users, 1, 'now'),
    { serverHandle: 1, itemHandle: 2, userId: 7, verifierUserId: 8, value: 1, timestamp: 'now' }],
  ['SetBufferedUpdateInterval', (s) => s.setBufferedUpdateInterval(1, 500), { serverHandle: 1, updateInterval: 500 }],
];

/** Every method whose result is a handle or an id. */
const handles: readonly [string, (session: Session) => Promise<number>, object][] = [
  ['Register', (s) => s.register('me'), { clientName: 'me' }],
  ['AddItem', (s) => s.addItem(1, 'A.B'), { serverHandle: 1, itemDefinition: 'A.B' }],
  ['AddItem2', (s) => s.addItem2(1, 'B', 'A'), { serverHandle: 1, itemDefinition: 'B', itemContext: 'A' }],
  ['AddBufferedItem', (s) => s.addBufferedItem(1, 'B', 'A'), { serverHandle: 1, itemDefinition: 'B', itemContext: 'A' }],
  ['AuthenticateUser', (s) => s.authenticateUser(1, 'u', 'p'), { serverHandle: 1, userName: 'u', password: 'p' }],
  ['ArchestrAUserToId', (s) => s.archestrAUserToId(1, 'g'), { serverHandle: 1, userGuid: 'g' }],
];

/** Every bulk method. */
const bulk: readonly [string, (session: Session) => Promise<unknown>, object][] = [
  ['AddItemBulk', (s) => s.addItemBulk(1, ['A']), { itemDefinitions: ['A'] }],
  ['AdviseItemBulk', (s) => s.adviseItemBulk(1, [2]), { itemHandles: [2], supervisory: false }],
  ['RemoveItemBulk', (s) => s.removeItemBulk(1, [2]), { itemHandles: [2] }],
  ['UnAdviseItemBulk', (s) => s.unAdviseItemBulk(1, [2]), { itemHandles: [2] }],
  ['SubscribeBulk', (s) => s.subscribeBulk(1, ['A'], true), { itemDefinitions: ['A'], supervisory: true }],
  ['UnsubscribeBulk', (s) => s.unsubscribeBulk(1, [2]), { itemHandles: [2] }],
  ['WriteBulk', (s) => s.writeBulk(1, [{ itemHandle: 2, value: Number.NaN }]), { writes: [{ itemHandle: 2, value: { dataType: 'Double', value: 'NaN' } }] }],
  ['Write2Bulk', (s) => s.write2Bulk(1, [{ itemHandle: 2, value: 1, timestamp: 'now' }]), { writes: [{ itemHandle: 2, value: 1, timestamp: 'now' }] }],
  ['WriteSecuredBulk', (s) => s.writeSecuredBulk(1, [{ itemHandle: 2, value: 1, userId: 3 }]), { writes: [{ itemHandle: 2, value: 1, userId: 3 }] }],
  ['WriteSecured2Bulk', (s) => s.writeSecured2Bulk(1, [{ itemHandle: 2, value: 1, verifierUserId: 4 }]), { writes: [{ itemHandle: 2, value: 1, verifierUserId: 4 }] }],
  ['ReadBulk', (s) => s.readBulk(1, ['A'], 250), { itemDefinitions: ['A'], readTimeoutMs: 250 }],
];

describe('Session commands', () => {
  it.each(plain)('%s sends its fields', async (method, call, fields) => {
    const { session, sent } = setUp();
    await call(session);
    expect(sent()).toEqual({ method, ...fields });
  });

  it.each(handles)('%s gives its handle', async (method, call, fields) => {
    const { session, sent } = setUp({ returnValue: 42 });
    expect(await call(session)).toBe(42);
    expect(sent()).toEqual({ method, ...fields });
  });

  it.each(bulk)('%s gives one result per element', async (method, call, fields) => {
    const results = [{ hresult: -2147024809, itemHandle: 2, diagnostic: 'no' }];
    const { session, sent } = setUp({ results });
    expect(await call(session)).toEqual(results);
    expect(sent()).toEqual({ method, serverHandle: 1, ...fields });
  });

  it('Suspend and Activate give their status', async () => {
    const { session } = setUp({ status });
    expect(await session.suspend(1, 2)).toEqual(status);
    expect(await session.activate(1, 2)).toEqual(status);
  });

  it('the questions to the worker give their answers', async () => {
    const state = { servers: [{ serverHandle: 1, clientName: 'x' }], items: [], pendingWrites: 0 };
    expect(await setUp({ session: state }).session.getSessionState()).toEqual(state);
    expect(await setUp().session.ping()).toBeGreaterThanOrEqual(0);
    await expect(setUp().session.getWorkerInfo()).rejects.toMatchObject({ code: 'UnknownError' });
  });

  it.each([...plain, ...handles, ...bulk])('%s throws on a failing HRESULT', async (method, call) => {
    const { session } = setUp({ hresult: -2147024809, diagnostic: 'E_INVALIDARG: no.' });
    await expect(call(session)).rejects.toMatchObject({ name: 'MxAccessError', method, hresult: -2147024809 });
  });

  it('a positive HRESULT is success', async () => {
    await expect(setUp({ hresult: 1 }).session.advise(1, 2)).resolves.toBeUndefined();
  });

  it('invoke itself leaves a failing HRESULT in the reply', async () => {
    const { session } = setUp({ hresult: -1 });
    expect(await session.invoke({ method: 'Ping' })).toMatchObject({ hresult: -1 });
  });
});

describe('Session items', () => {
  it('learn from replies', async () => {
    const { session } = setUp({ returnValue: 5 });
    await session.addItem2(1, 'PV', 'Tank101.Level');
    expect(session.items.get(1, 5)).toMatchObject({ itemDefinition: 'PV', itemContext: 'Tank101.Level', advised: 'none' });
    await session.adviseSupervisory(1, 5);
    expect(session.items.get(1, 5)?.advised).toBe('supervisory');
    await session.suspend(1, 5).catch(() => undefined);
    expect(session.items.get(1, 5)?.suspended).toBe(true);
    await session.unregister(1);
    expect(session.items.all()).toEqual([]);
  });

  it('learn from bulk results, the failed ones excepted', async () => {
    const { session } = setUp({
      results: [{ hresult: 0, itemHandle: 1, itemDefinition: 'A' }, { hresult: -1, itemDefinition: 'B' }],
    });
    await session.subscribeBulk(1, ['A', 'B']);
    expect(session.items.all().map((item) => `${item.itemDefinition} ${item.advised}`)).toEqual(['A plain']);
  });

  it('forget nothing when a command failed', async () => {
    const { session } = setUp({ returnValue: 5 });
    await session.addItem(1, 'A');
    const failing = setUp({ hresult: -1 });
    await expect(failing.session.removeItem(1, 5)).rejects.toThrow();
    expect(session.items.get(1, 5)).toBeDefined();
  });
});

describe('a subscription that waits for first values', () => {
  it('says for each item what came', async () => {
    const server = new FakeServer();
    const sent: MxCommand[] = [];
    const bad = { success: 0, category: 'ConfigurationError', detectedBy: 'RespondingLmx', detail: 6 } as const;
    const value = { dataType: 'Float', value: 49.99 } as const;
    server.handle('Invoke', (_sessionId, command) => {
      sent.push(command as MxCommand);
      const { method } = command as MxCommand;
      return method === 'SubscribeBulk'
        ? { method, hresult: 0, results: [{ itemHandle: 1, hresult: 0 }, { hresult: -1, diagnostic: 'refused' }, { itemHandle: 3, hresult: 0 }, { itemHandle: 4, hresult: 0 }] }
        : { method, hresult: 0, results: [{ hresult: 0, value, quality: 192 }, { hresult: 0, quality: 0, statuses: [bad] }, { hresult: -2, diagnostic: 'timed out' }] };
    });
    const session = new GatewayClient({ url: 'http://gateway', accessToken: 't', transport: server.factory }).session('s1');

    const results = await session.subscribeBulk(7, ['Good', 'Refused', 'Missing', 'Silent'], { firstValuesMs: 2_000 });

    expect(sent).toEqual([
      { method: 'SubscribeBulk', serverHandle: 7, itemDefinitions: ['Good', 'Refused', 'Missing', 'Silent'], supervisory: false },
      { method: 'ReadBulk', serverHandle: 7, itemDefinitions: ['Good', 'Missing', 'Silent'], readTimeoutMs: 2_000, timeoutMs: 7_000 },
    ]);
    expect(results).toEqual([
      { itemHandle: 1, hresult: 0, value, quality: 192 },
      { hresult: -1, diagnostic: 'refused' },
      { itemHandle: 3, hresult: 0, quality: 0, statuses: [bad], diagnostic: statusText(bad) },
      { itemHandle: 4, hresult: 0, diagnostic: 'The item is subscribed, but its first value did not come: timed out' },
    ]);
  });

  it('keeps the handles of what is subscribed when the wait for first values fails', async () => {
    const server = new FakeServer();
    server.handle('Invoke', (_id, command) => {
      const { method } = command as MxCommand;
      if (method === 'ReadBulk') {
        throw new GatewayError('CommandTimedOut', 'too slow');
      }
      return { method, hresult: 0, results: [{ itemHandle: 1, hresult: 0 }] };
    });
    const session = new GatewayClient({ url: 'http://gateway', accessToken: 't', transport: server.factory }).session('s1');
    const [result] = await session.subscribeBulk(7, ['A'], { firstValuesMs: 2_000 });
    expect(result?.itemHandle).toBe(1);
    expect(result?.diagnostic).toContain('did not come');
  });

  it('takes a flag as before, and without a wait reads nothing', async () => {
    const { session, sent } = setUp({ results: [] });
    await session.subscribeBulk(1, ['A'], { supervisory: true });
    expect(sent()).toEqual({ method: 'SubscribeBulk', serverHandle: 1, itemDefinitions: ['A'], supervisory: true });
  });
});
