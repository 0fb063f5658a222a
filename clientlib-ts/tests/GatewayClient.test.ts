import { describe, expect, it } from 'vitest';
import { GatewayError } from '../src/errors.js';
import { GatewayClient } from '../src/GatewayClient.js';
import { FakeServer } from './fakes/FakeTransport.js';
import { ManualTimers } from './fakes/ManualTimers.js';

const info = { sessionId: 's9', backend: 'simulator', state: 'ready', owner: 'me' };

function setUp(): { server: FakeServer; client: GatewayClient } {
  const server = new FakeServer();
  server.handle('OpenSession', () => info);
  server.handle('ListSessions', () => [info]);
  server.handle('GetSession', () => info);
  server.handle('CloseSession', () => ({ ...info, state: 'closed' }));
  return { server, client: new GatewayClient({ url: 'http://gateway/', accessToken: () => 't', transport: server.factory }) };
}

describe('GatewayClient', () => {
  it('calls the hub methods by their names', async () => {
    const { server, client } = setUp();
    const session = await client.openSession({ name: 'demo', sessionTag: 'plant-a' });
    expect(session.sessionId).toBe('s9');
    expect(await client.listSessions()).toEqual([info]);
    expect(await client.getSession('s9')).toEqual(info);
    expect(await session.info()).toEqual(info);
    await session.close();
    expect(server.calls).toEqual([
      { method: 'OpenSession', args: [{ name: 'demo', sessionTag: 'plant-a' }] },
      { method: 'ListSessions', args: [] },
      { method: 'GetSession', args: ['s9'] },
      { method: 'GetSession', args: ['s9'] },
      { method: 'CloseSession', args: ['s9'] },
    ]);
  });

  it('acknowledges what was seen and shelves, once each, and reports what became of it', async () => {
    const { server, client } = setUp();
    const refused = { reference: 'Tank101.Level.Hi', outcome: 'refused', code: 'InvalidArgument' } as const;
    server.handle('AcknowledgeAlarm', () => refused);
    server.handle('AcknowledgeAlarms', () => [refused, refused]);
    server.handle('ShelveAlarm', () => { throw new GatewayError('ConnectionLost', 'dropped'); });
    const seen = { reference: 'Tank101.Level.Hi', occurrence: 41 };
    expect(await client.acknowledgeAlarm({ ...seen, epoch: 'a1', comment: 'valve opened' })).toEqual(refused);
    expect(await client.acknowledgeAlarms({ alarms: [seen, seen], epoch: 'a1' })).toEqual([refused, refused]);
    await expect(client.shelveAlarm({ reference: 'Tank101.Level.Hi', hours: 2, reason: 'test' })).rejects.toMatchObject({ duty: 'outcomeUnknown' });
    expect(server.calls).toEqual([
      { method: 'AcknowledgeAlarm', args: [{ ...seen, epoch: 'a1', comment: 'valve opened' }] },
      { method: 'AcknowledgeAlarms', args: [{ alarms: [seen, seen], epoch: 'a1' }] },
      { method: 'ShelveAlarm', args: [{ reference: 'Tank101.Level.Hi', hours: 2, reason: 'test' }] },
    ]);
  });

  it('connects when asked and tells its states', async () => {
    const { client } = setUp();
    const states: string[] = [];
    const unsubscribe = client.onState(({ state }) => { states.push(state); });
    await client.connect();
    expect(client.state).toBe('connected');
    unsubscribe();
    await client.close();
    expect(states).toEqual(['connecting', 'connected']);
    await expect(client.listSessions()).rejects.toMatchObject({ code: 'ClientClosed' });
  });

  it('finds items', async () => {
    const { server, client } = setUp();
    const page = { items: [{ level: 'item', reference: 'Tank101.Level.PV', unit: '%' }], total: 1, unreadObjects: 0 };
    server.handle('FindItems', () => page);
    expect(await client.findItems('s9', { like: 'tank', limit: 20 })).toEqual(page);
    await client.findItems('s9');
    expect(server.calls).toEqual([{ method: 'FindItems', args: ['s9', { like: 'tank', limit: 20 }] }, { method: 'FindItems', args: ['s9', {}] }]);
  });

  it('passes coded errors on and wraps others', async () => {
    const { server, client } = setUp();
    server.handle('GetSession', () => { throw new GatewayError('SessionNotFound', 'none'); });
    await expect(client.getSession('x')).rejects.toMatchObject({ code: 'SessionNotFound' });
    server.handle('GetSession', () => { throw new Error('odd'); });
    await expect(client.getSession('x')).rejects.toMatchObject({ code: 'UnknownError', message: 'odd' });
  });

  it('renews the token of the running connection', async () => {
    const server = new FakeServer();
    const timers = new ManualTimers();
    const tokenAt = (seconds: number): string => `h.${Buffer.from(JSON.stringify({ exp: seconds })).toString('base64url')}.s`;
    const inAnHour = Math.floor(Date.now() / 1000) + 3600;
    server.token = tokenAt(inAnHour);
    server.handle('RenewToken', () => ({ expiresAt: new Date((inAnHour + 3600) * 1000).toISOString() }));
    const client = new GatewayClient({ url: 'http://gateway', accessToken: () => tokenAt(inAnHour + 3600), transport: server.factory, timers });
    await client.connect();
    await timers.advance(0.86 * 3600 * 1000);
    expect(server.calls).toEqual([{ method: 'RenewToken', args: [tokenAt(inAnHour + 3600)] }]);
    await client.close();
    expect(timers.pending).toBe(0);
  });
});
