import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { GatewayClient } from '../src/GatewayClient.js';
import { SignalRTransport, type WebSocketClass } from '../src/HubTransport.js';
import { FakeHub } from './fakes/FakeHub.js';
import { FakePlant, type FakeSession } from './fakes/FakePlant.js';

/** The library with the real SignalR client over real WebSockets, against a small server of SignalR's protocol. */
describe('over real WebSockets', () => {
  let server: Server;
  let hub: FakeHub;
  let plant: FakePlant;
  let session: FakeSession;
  let client: GatewayClient;
  let url: string;
  let tokens: number;

  beforeEach(async () => {
    plant = new FakePlant();
    session = plant.open('demo', 'plant');
    hub = new FakeHub(plant);
    server = createServer();
    server.on('upgrade', (request, socket, head) => { hub.upgrade(request, socket, head); });
    await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    tokens = 0;
    client = new GatewayClient({
      url,
      accessToken: () => {
        tokens += 1;
        return Promise.resolve(`token-${tokens}`);
      },
      reconnect: { baseMs: 5 },
      protocol: 'json',
    });
  });

  afterEach(async () => {
    await client.close();
    hub.dropAll();
    await new Promise<void>((resolve) => { server.close(() => { resolve(); }); });
  });

  it('opens, invokes, lists and maps errors', async () => {
    const opened = await client.openSession({ name: 'mine' });
    expect(await opened.register('test')).toBe(1);
    const results = await opened.subscribeBulk(1, ['Tank101.Level.PV', 'not valid']);
    expect(results.map((result) => result.hresult)).toEqual([0, -2147024809]);
    expect(await client.listSessions()).toHaveLength(2);
    await expect(client.getSession('nope')).rejects.toMatchObject({ code: 'SessionNotFound', message: 'There is no such session.' });
    await expect(client.session('nope').events().next()).rejects.toMatchObject({ code: 'SessionNotFound' });
    expect(hub.tokens).toEqual(['token-1']);
  });

  it.each([[401, 'Unauthenticated'], [403, 'Forbidden']])('tells a %i from an unreachable gateway, and the next use tries again', async (status, code) => {
    let refusing = true;
    server.removeAllListeners('upgrade');
    server.on('upgrade', (request, socket, head) => {
      if (refusing) {
        socket.end(`HTTP/1.1 ${status} No\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
      } else {
        hub.upgrade(request, socket, head);
      }
    });
    const asked: (string | undefined)[] = [];
    server.on('request', (request, response) => {
      asked.push(request.headers.authorization);
      response.writeHead(status).end();
    });
    await expect(client.listSessions()).rejects.toMatchObject({ code, duty: 'giveUp' });
    expect(client.state).toBe('disconnected');
    // One question for each attempt; there is a second one when the answer to the first did not come in time.
    expect(asked).toEqual(Array.from({ length: tokens }, (_, i) => `Bearer token-${i + 1}`));
    refusing = false;
    expect(await client.listSessions()).toHaveLength(1);
  });

  it('asks each of several addresses whether it refused the token, and changes over between them', async () => {
    const asked: string[] = [];
    const completions = Array.from({ length: 5 }, () => ({ family: 'OnWriteComplete', serverHandle: 1, itemHandle: 1 }) as const);
    const refusing = createServer((request, response) => {
      asked.push(request.headers.authorization ?? '');
      response.writeHead(401).end();
    });
    refusing.on('upgrade', (_request, socket) => { socket.end('HTTP/1.1 401 No\r\nConnection: close\r\nContent-Length: 0\r\n\r\n'); });
    await new Promise<void>((resolve) => { refusing.listen(0, '127.0.0.1', resolve); });
    const other = `http://127.0.0.1:${(refusing.address() as AddressInfo).port}`;
    const several = new GatewayClient({ urls: [other, url], accessToken: 'token', protocol: 'json', reconnect: { baseMs: 5 } });
    const seen: number[] = [];
    try {
      expect(await several.listSessions()).toHaveLength(1);
      expect([several.address, new Set(asked)]).toEqual([url, new Set(['Bearer token'])]);
      session.publish(completions);
      for await (const item of several.session(session.sessionId).events({ resumeAfter: 0 })) {
        seen.push(...(item.kind === 'events' ? item.events.map(({ sequence }) => sequence) : []));
        if (item.kind === 'events' && seen.length < 20) {
          hub.dropAll();
          session.publish(completions);
        } else if (seen.length >= 20) {
          break;
        }
      }
      expect(seen).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
      expect(several.address).toBe(url);
      expect(asked.length).toBeGreaterThan(1);
    } finally {
      await several.close();
      refusing.closeAllConnections();
      await new Promise<void>((resolve) => { refusing.close(() => { resolve(); }); });
    }
  });

  it('gives up an attempt that nobody answers, and tries again', async () => {
    let silent: Duplex | undefined;
    server.removeAllListeners('upgrade');
    server.on('upgrade', (request, socket, head) => {
      if (silent === undefined) {
        silent = socket.resume();
      } else {
        hub.upgrade(request, socket, head);
      }
    });
    const warnings: string[] = [];
    const patient = new GatewayClient({
      url, accessToken: 'token', protocol: 'json', connectTimeoutMs: 300, reconnect: { baseMs: 5 }, logger: { warn: (text) => { warnings.push(text); } },
    });
    expect(await patient.listSessions()).toHaveLength(1);
    expect(warnings).toEqual([expect.stringContaining('There was no connection after 300 ms.')]);
    // An attempt that stayed open would keep the program running.
    await expect.poll(() => silent?.readableEnded, { timeout: 20_000 }).toBe(true);
    await patient.close();
    silent?.destroy();
  });

  it('goes on trying while the gateway fails otherwise', async () => {
    let failures = 2;
    server.removeAllListeners('upgrade');
    server.on('upgrade', (request, socket, head) => {
      failures -= 1;
      if (failures >= 0) {
        socket.end('HTTP/1.1 503 No\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
      } else {
        hub.upgrade(request, socket, head);
      }
    });
    server.on('request', (_request, response) => { response.writeHead(503).end(); });
    expect(await client.listSessions()).toHaveLength(1);
  });

  it('refuses a message beyond the limit of the gateway before it is sent, and nothing else notices', async () => {
    const maxMessageBytes = 64 * 1024;
    const transport = new SignalRTransport(`${url}/hubs/gateway`, 'token', { protocol: 'json' });
    plant.limits = { maxMessageBytes };
    await transport.start();
    const write = (length: number): Promise<unknown> => transport.invoke('Invoke', [session.sessionId, { method: 'Write', itemHandle: 1, value: 'x'.repeat(length) }]);
    await expect(write(maxMessageBytes)).rejects.toMatchObject({ code: 'InvalidArgument', message: expect.stringContaining('65536') as string });
    await expect(write(maxMessageBytes - 1_000)).resolves.toMatchObject({ method: 'Write' });
    const refused = await new Promise((resolve) => {
      transport.stream('StreamSession', [session.sessionId, { filter: { references: ['x'.repeat(maxMessageBytes)] } }],
        { next: resolve, complete: () => { resolve('completed'); }, error: resolve });
    });
    expect(refused).toMatchObject({ code: 'InvalidArgument' });
    const accepted = await new Promise((resolve) => {
      transport.stream('StreamSession', [session.sessionId, { filter: { references: ['x'.repeat(maxMessageBytes / 2)] } }],
        { next: resolve, complete: () => { resolve('completed'); }, error: resolve });
    });
    expect(accepted).toMatchObject({ kind: 'started' });
    // The limit is asked for once, and never for small messages.
    expect(plant.calls.filter((method) => method === 'GetLimits')).toHaveLength(1);
    expect(hub.tokens).toHaveLength(1);
    await transport.stop();
  });

  it('sends what it likes to a gateway that tells no limit', async () => {
    const results = await client.session(session.sessionId).addItemBulk(1, ['x'.repeat(100_000)]).catch((error: unknown) => error);
    expect(results).not.toMatchObject({ code: 'InvalidArgument' });
  });

  it('has every event once although its socket drops again and again', async () => {
    const total = 3000;
    let published = 0;
    const seen: number[] = [];
    const pump = setInterval(() => {
      // Never far ahead of the reader: behind each drop there is something for which it needs another connection.
      const count = Math.min(40, total - published, seen.length + 400 - published);
      session.publish(Array.from({ length: count }, () => ({ family: 'OnWriteComplete', serverHandle: 1, itemHandle: 1 })));
      published += count;
    }, 5);
    const stream = client.session(session.sessionId).events({ resumeAfter: 0 });
    let nextDrop = 400;
    for await (const item of stream) {
      if (item.kind === 'events') {
        seen.push(...item.events.map((event) => event.sequence));
      }
      if (seen.length >= total) {
        break;
      }
      if (seen.length >= nextDrop) {
        nextDrop += 400;
        hub.dropAll();
      }
    }
    clearInterval(pump);
    expect(seen).toEqual(Array.from({ length: total }, (_, i) => i + 1));
    expect(stream.resumes).toBeGreaterThan(0);
    expect(tokens).toBeGreaterThan(1);
  });

  it('cancels the stream on the server when the iteration is left', async () => {
    const stream = client.session(session.sessionId).events();
    expect((await stream.next()).value).toMatchObject({ kind: 'started', resumed: false });
    expect(session.sinks.size).toBe(1);
    await stream.return();
    await client.listSessions();
    expect(session.sinks.size).toBe(0);
  });

  it('fails a call whose connection ends with ConnectionLost', async () => {
    await client.connect();
    plant.invoke = (): unknown => {
      hub.dropAll();
      return undefined;
    };
    await expect(client.listSessions()).rejects.toMatchObject({ code: 'ConnectionLost', duty: 'outcomeUnknown' });
  });

  it('pings as often as it is told to, and gives a silent gateway up when it is told to', async () => {
    const watchful = new GatewayClient({
      url, accessToken: 'token', protocol: 'json', reconnect: { baseMs: 5 }, keepAliveIntervalMs: 20, serverTimeoutMs: 1_000,
    });
    try {
      const lost = new Promise<void>((resolve) => {
        watchful.onState(({ state }) => {
          if (state === 'reconnecting') {
            resolve();
          }
        });
      });
      await watchful.connect();
      await vi.waitFor(() => { expect(hub.pings).toBeGreaterThan(2); }, 20_000);
      // The fake hub never sends pings.
      await lost;
    } finally {
      await watchful.close();
    }
  });

  it('sends the token as a sub-protocol entry like a browser, and never in the address', async () => {
    const browser = new GatewayClient({
      url,
      accessToken: () => {
        tokens += 1;
        return `aa.bb-${tokens}_.cc`;
      },
      // The part of the browser's class that this test needs.
      webSocket: WebSocket as unknown as WebSocketClass,
      protocol: 'json',
      reconnect: { baseMs: 5 },
    });
    try {
      expect(await browser.listSessions()).toHaveLength(1);
      const stream = browser.session(session.sessionId).events();
      await stream.next();
      hub.dropAll();
      await browser.listSessions().catch(() => browser.listSessions());
      expect(hub.tokens[0]).toBe('aa.bb-1_.cc');
      expect(new Set(hub.tokens).size).toBe(hub.tokens.length);
      expect(hub.tokens.length).toBeGreaterThan(1);
      expect(hub.headers[0]?.['sec-websocket-protocol']).toBe('mxgateway,bearer.aa.bb-1_.cc');
      expect(hub.headers[0]?.authorization).toBeUndefined();
      expect(new Set(hub.urls)).toEqual(new Set(['/hubs/gateway']));
      await stream.return();
    } finally {
      await browser.close();
    }
  });

  it('sends the token as a header in Node, and never in the address', async () => {
    await client.listSessions();
    expect(hub.headers[0]?.authorization).toBe('Bearer token-1');
    expect(hub.urls).toEqual(['/hubs/gateway']);
  });

  it('fails the attempt when no token is to be had', async () => {
    const browser = new GatewayClient({
      url,
      accessToken: () => Promise.reject(new Error('signed out')),
      webSocket: WebSocket as unknown as WebSocketClass,
      protocol: 'json',
      reconnect: { baseMs: 1, maxAttempts: 1 },
    });
    await expect(browser.connect()).rejects.toMatchObject({ code: 'ConnectionLost', message: 'signed out' });
    expect(hub.urls).toEqual([]);
    await browser.close();
  });

  it('ends with the session', async () => {
    const stream = client.session(session.sessionId).events();
    await stream.next();
    await client.session(session.sessionId).close();
    expect((await stream.next()).value).toEqual({ kind: 'state', state: 'closed' });
    expect((await stream.next()).done).toBe(true);
  });
});
