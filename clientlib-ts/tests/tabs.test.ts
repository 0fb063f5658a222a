import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { GatewayError } from '../src/errors.js';
import type { GatewayClientOptions } from '../src/GatewayClient.js';
import { tabProtocol } from '../src/tabs/tabMessages.js';
import { epoch, events, started } from './fakes/items.js';
import { beginning, changes, eventually, reading, type Tab, Tabs } from './fakes/Tabs.js';

const valuesOf = (tab: Tab): Record<number, number> => {
  const latest: Record<number, number> = {};
  for (const item of tab.items) {
    for (const event of item.kind === 'events' || item.kind === 'snapshot' ? item.events : []) {
      latest[event.itemHandle] = event.sequence;
    }
  }
  return latest;
};

describe('tabs that share a connection', () => {
  let tabs: Tabs;

  beforeEach(() => {
    tabs = new Tabs();
    tabs.server.handle('UpdateStream', (_id, settings) => settings);
    tabs.server.handle('ListSessions', () => []);
  });
  afterEach(() => { tabs.close(); });

  /** Tabs whose streams have begun with one snapshot as of 10. */
  const share = async (count: number, options: Partial<GatewayClientOptions> = {}): Promise<Tab[]> => {
    const all = Array.from({ length: count }, () => tabs.open(options).read());
    const stream = await tabs.stream();
    await eventually(() => all.every(({ client }) => client.state === 'connected'));
    stream.send(...beginning(10, [3, 1], [10, 2]));
    await eventually(() => all.filter(({ kinds }) => kinds.includes('snapshot')).length > 0);
    // Those that came later have asked for a snapshot of their own.
    if (all.some(({ kinds }) => !kinds.includes('snapshot'))) {
      stream.send({ ...beginning(10, [3, 1], [10, 2])[1] });
    }
    await eventually(() => all.every(({ kinds }) => kinds.includes('snapshot')));
    return all;
  };

  it('have one connection and one stream of a session, and each gets everything', async () => {
    const all = await share(5);
    const stream = await tabs.stream();
    stream.send(changes(11, 12, [11, 1], [12, 2]), changes(13, 13, [13, 1]));
    await eventually(() => all.every(({ position }) => position === 13));
    expect(tabs.server.transports).toHaveLength(1);
    expect(tabs.direct.transports).toHaveLength(0);
    expect(tabs.server.streams).toHaveLength(1);
    expect(stream.request).toMatchObject({ mode: 'conflate', snapshot: 'always', flushIntervalMs: 40 });
    for (const tab of all) {
      expect(tab.kinds).toEqual(['started', 'snapshot', 'events', 'events']);
      expect(tab.sequences).toEqual([11, 12, 13]);
    }
  });

  it('run commands and get their failures with codes', async () => {
    const tab = tabs.open();
    expect(await tab.client.listSessions()).toEqual([]);
    tabs.server.handle('GetSession', () => { throw new GatewayError('SessionNotFound', 'none', { retryAfterMs: 7 }); });
    await expect(tab.client.getSession('x')).rejects.toMatchObject({ code: 'SessionNotFound', message: 'none', retryAfterMs: 7 });
    await expect(tab.client.getSession((() => 1) as unknown as string)).rejects.toMatchObject({ code: 'InvalidArgument' });
  });

  it('never share with a tab that has another token', async () => {
    const one = tabs.open();
    const other = tabs.open({ accessToken: 'h.e30.other' });
    await Promise.all([one.client.connect(), other.client.connect(), tabs.open().client.connect()]);
    expect(tabs.hellos.sort()).toEqual(['h.e30.other', 'h.e30.s']);
    expect(tabs.server.transports).toHaveLength(2);
  });

  it('begin with a new snapshot when they come later, which the others do not see', async () => {
    const [first] = await share(1);
    const stream = await tabs.stream();
    stream.send(changes(11, 11, [11, 1]));
    const late = tabs.open().read();
    await eventually(() => tabs.server.calls.some(({ method, args }) => method === 'UpdateStream' && (args[1] as { snapshot?: boolean }).snapshot === true));
    // Item 2 was removed meanwhile; 12 was merged into the snapshot.
    stream.send({ ...beginning(12, [12, 1])[1] }, changes(13, 13, [13, 1]));
    await eventually(() => late.position === 13 && first?.position === 13);
    expect(late.kinds).toEqual(['started', 'snapshot', 'events']);
    expect(valuesOf(late)).toEqual({ 1: 13 });
    expect(first?.kinds).toEqual(['started', 'snapshot', 'events', 'events', 'events']);
    expect(first?.sequences).toEqual([11, 12, 13]);
    expect(tabs.server.streams).toHaveLength(1);
  });

  it('are held back by no tab that takes nothing, which then gets the latest values and is told how many were merged', async () => {
    const [fast] = await share(1);
    const stream = await tabs.stream();
    let posted = 0;
    let thaw = (): void => undefined;
    const slow = tabs.open({
      worker: (port) => {
        // Between this tab and the worker, 'taken' waits until the tab is thawed.
        const { port1, port2 } = new MessageChannel();
        const held: unknown[] = [];
        let isHeld = true;
        port.addEventListener('message', ({ data }: MessageEvent<{ kind: string }>) => {
          if (isHeld && data.kind === 'taken') {
            held.push(data);
          } else {
            port1.postMessage(data);
          }
        });
        port1.addEventListener('message', ({ data }) => {
          posted += 1;
          port.postMessage(data);
        });
        port.start();
        port1.start();
        thaw = () => {
          isHeld = false;
          held.forEach((data) => { port1.postMessage(data); });
        };
        tabs.accept(port2);
      },
    }).read();
    await eventually(() => tabs.server.calls.length > 0);
    stream.send({ ...beginning(10, [3, 1], [10, 2])[1] });
    await eventually(() => slow.kinds.includes('snapshot'));
    for (let sequence = 11; sequence <= 110; sequence += 1) {
      stream.send(changes(sequence, sequence, [sequence, 1 + sequence % 2]));
      await eventually(() => fast?.position === sequence);
    }
    expect(posted).toBeLessThan(20);
    expect(slow.position).toBeLessThan(30);
    const had = slow.sequences.length;
    thaw();
    await eventually(() => slow.position === 110);
    expect(fast?.sequences).toHaveLength(100);
    expect(slow.kinds).not.toContain('gap');
    const merged = slow.items.reduce((sum, item) => sum + (item.kind === 'lagged' ? item.conflated : 0), 0);
    expect(merged + slow.sequences.length).toBe(100);
    expect(slow.sequences.slice(had)).toEqual([109, 110]);
  });

  it('change over to the next address together, with one connection there, and miss nothing', async () => {
    const urls = ['http://a.example', 'http://b.example'];
    const all = await share(3, { urls, url: undefined });
    const stream = await tabs.stream();
    stream.send(changes(11, 11, [11, 1]));
    await eventually(() => all.every(({ position }) => position === 11));
    // The gateway at the next address has gone on by one event.
    tabs.server.onStream = (next) => {
      next.send(...(next.request.resumeAfter === 11 ? [started({ resumedAfter: 11, latest: 12 }), changes(12, 12, [12, 2])] : beginning(12, [11, 1], [12, 2])));
    };
    tabs.server.current.drop();
    await eventually(() => all.every(({ position }) => position === 12));
    expect(all.map(({ client }) => client.address)).toEqual([urls[1], urls[1], urls[1]]);
    expect(tabs.urls).toEqual(urls.map((url) => `${url}/hubs/gateway`));
    for (const tab of all) {
      expect(tab.kinds).not.toContain('gap');
      expect(tab.sequences).toEqual([11, 12]);
    }
  });

  it('see a lost connection, make one new one together, and resume from their positions without a gap', async () => {
    const all = await share(3);
    (await tabs.stream()).send(changes(11, 11, [11, 1]));
    await eventually(() => all.every(({ position }) => position === 11));
    tabs.server.current.drop();
    await eventually(() => all.every(({ client }) => client.state === 'reconnecting'));
    await tabs.timers.advance(1_000);
    const again = await tabs.stream(1);
    expect(again.request).toMatchObject({ resumeAfter: 11, epoch });
    again.send(started({ resumedAfter: 11, latest: 12 }), changes(12, 12, [12, 2]));
    await eventually(() => all.every(({ position }) => position === 12));
    expect(tabs.server.transports).toHaveLength(2);
    expect(tabs.server.streams).toHaveLength(2);
    for (const tab of all) {
      expect(tab.client.state).toBe('connected');
      expect(tab.stream?.resumes).toBe(1);
      expect(tab.sequences).toEqual([11, 12]);
      expect(tab.kinds).not.toContain('gap');
    }
  });

  it('resume from a position that only the gateway knows by a stream of their own, until they have caught up', async () => {
    await share(1);
    const shared = await tabs.stream();
    const back = tabs.open().read({ ...reading, resumeAfter: 4, epoch });
    const own = await tabs.stream(1);
    expect(own.request).toMatchObject({ resumeAfter: 4, epoch });
    own.send(started({ resumedAfter: 4, latest: 10, subscriptionId: 'own' }), changes(5, 8, [8, 2]));
    await eventually(() => back.position === 8);
    expect(own.disposed).toBe(false);
    own.send(changes(9, 10, [10, 2]));
    await eventually(() => own.disposed);
    shared.send(changes(11, 11, [11, 1]));
    await eventually(() => back.position === 11);
    expect(back.sequences).toEqual([8, 10, 11]);
    expect(back.kinds).toEqual(['started', 'events', 'events', 'events']);
    expect(tabs.streams).toEqual([shared]);
  });

  it('have the settings that they ask for while they pass from a stream of their own to the shared one', async () => {
    await share(1);
    const back = tabs.open().read({ ...reading, resumeAfter: 4, epoch });
    const own = await tabs.stream(1);
    own.send(started({ resumedAfter: 4, latest: 10, subscriptionId: 'own' }), changes(5, 8, [8, 2]));
    await eventually(() => back.position === 8);
    tabs.server.handle('UpdateStream', (id, settings) => {
      if (id === 'own') {
        own.send(changes(9, 10, [10, 2]));
        throw new GatewayError('NotFound', 'There is no such stream.');
      }
      return settings;
    });
    expect(await back.stream?.update({ mode: 'conflate', flushIntervalMs: 5_000, snapshot: true })).toMatchObject({ flushIntervalMs: 5_000 });
    expect(own.disposed).toBe(true);
    (await tabs.stream()).send({ ...beginning(11, [11, 1], [10, 2])[1] });
    await eventually(() => back.kinds.includes('snapshot'));
  });

  it('are told nothing before their start', async () => {
    const tab = tabs.open().read();
    const stream = await tabs.stream();
    const [start, snapshot] = beginning(10, [3, 1]);
    stream.send({ ...start }, { kind: 'state', state: 'detached' }, { ...snapshot });
    await eventually(() => tab.kinds.includes('snapshot'));
    expect(tab.items).toMatchObject([{ kind: 'started', state: 'detached', resumed: false }, { kind: 'snapshot' }]);
  });

  it('ask the gateway again after a gap, each from its own position', async () => {
    const all = await share(2);
    const stream = await tabs.stream();
    stream.send({ kind: 'gap', reason: 'workerOverflow', requestedAfter: 10, oldest: 21, latest: 30, missed: 10 });
    await eventually(() => all.every(({ stream: one }) => one?.status === 'retrying'));
    await tabs.timers.advance(1_000);
    const own = await Promise.all([tabs.stream(1), tabs.stream(2)]);
    expect(own.map(({ request }) => request.resumeAfter)).toEqual([10, 10]);
  });

  it('show changed rights at once and begin anew with what they may see', async () => {
    const [tab] = await share(1);
    (await tabs.stream()).send({ kind: 'access', widened: [], narrowed: ['Tank102.*'] });
    await eventually(() => tab?.kinds.includes('access'));
    await tabs.timers.advance(1_000);
    expect((await tabs.stream(1)).request.resumeAfter).toBe(10);
    await eventually(() => tabs.server.streams[0]?.disposed);
  });

  it('end together with the session, and one by one when they are closed', async () => {
    const all = await share(2);
    await all[1]?.client.close();
    (await tabs.stream()).complete();
    await eventually(() => all[0]?.ended);
    expect(all[0]?.error).toBeUndefined();
    expect(tabs.server.current.stopped).toBe(false);
    await all[0]?.client.close();
    await eventually(() => tabs.server.current.stopped);
  });

  it('have streams of their own where each event counts', async () => {
    const one = tabs.open().read({ resumeAfter: 0 });
    const two = tabs.open().read({ resumeAfter: 0 });
    await tabs.stream(1);
    for (const stream of tabs.streams) {
      stream.send(started(), events(1, 3));
    }
    await eventually(() => one.position === 3 && two.position === 3);
    expect(tabs.server.transports).toHaveLength(1);
  });

  it('lose a stream of their own when they take nothing, and resume it', async () => {
    const slow = tabs.open({
      worker: (port) => {
        const { port1, port2 } = new MessageChannel();
        port.addEventListener('message', ({ data }: MessageEvent<{ kind: string }>) => { if (data.kind !== 'taken') { port1.postMessage(data); } });
        port1.addEventListener('message', ({ data }) => { port.postMessage(data); });
        port.start();
        port1.start();
        tabs.accept(port2);
      },
    }).read({ resumeAfter: 0 });
    const stream = await tabs.stream();
    stream.send(started());
    for (let sequence = 1; sequence <= 300; sequence += 1) {
      stream.send(events(sequence, sequence));
    }
    expect(stream.disposed).toBe(true);
    await eventually(() => slow.position === 255 && slow.stream?.status === 'retrying');
    await tabs.timers.advance(1_000);
    expect((await tabs.stream(1)).request.resumeAfter).toBe(255);
  });

  it('are forgotten when they are silent, with their streams', async () => {
    const gone = new MessageChannel();
    tabs.accept(gone.port2);
    gone.port1.postMessage({ kind: 'hello', version: tabProtocol, url: 'http://gateway/hubs/gateway', token: 't', renews: false });
    gone.port1.postMessage({ kind: 'stream', id: 1, method: 'StreamSession', args: ['s1', {}] });
    await eventually(() => tabs.server.transports.length === 1 && tabs.server.current.up);
    gone.port1.postMessage({ kind: 'stream', id: 2, method: 'StreamSession', args: ['s1', {}] });
    const stream = await tabs.stream();
    await tabs.timers.advance(200_000);
    expect(stream.disposed).toBe(true);
    expect(tabs.server.current.stopped).toBe(true);
    gone.port1.close();
  });

  it('leave at once when they say so, also in a browser that does not report the end of a port', async () => {
    const { port1, port2 } = new MessageChannel();
    tabs.accept(port2);
    port1.postMessage({ kind: 'hello', version: tabProtocol, url: 'http://gateway/hubs/gateway', token: 't', renews: false });
    await eventually(() => tabs.server.transports.length === 1 && tabs.server.current.up);
    port1.postMessage({ kind: 'bye' });
    await eventually(() => tabs.server.current.stopped);
    port1.close();
  });

  it('leave no connection behind when they leave while it is being made', async () => {
    let proceed: () => void = () => undefined;
    tabs.server.held = new Promise((resolve) => { proceed = resolve; });
    const { port1, port2 } = new MessageChannel();
    tabs.accept(port2);
    port1.postMessage({ kind: 'hello', version: tabProtocol, url: 'http://gateway/hubs/gateway', token: 't', renews: false });
    await eventually(() => tabs.server.transports.length === 1);
    port1.postMessage({ kind: 'bye' });
    // The connection takes longer than the worker keeps one that nobody uses.
    await eventually(async () => { await tabs.timers.advance(1_000); return tabs.timers.now > 30_000; });
    proceed();
    await eventually(async () => { await tabs.timers.advance(1_000); return tabs.server.current.stopped; });
    port1.close();
  });

  it('connect anew when the worker is silent', async () => {
    let accepted = 0;
    const tab = tabs.open({
      worker: (port) => {
        accepted += 1;
        if (accepted > 1) {
          tabs.accept(port);
          return;
        }
        port.addEventListener('message', () => {
          port.postMessage({ kind: 'welcome' });
          port.postMessage({ kind: 'connected' });
        });
        port.start();
      },
    });
    await tab.client.connect();
    await tabs.timers.advance(200_000);
    await eventually(() => tabs.server.transports.length === 1 && tab.client.state === 'connected');
  });

  it.each([
    ['there is no worker', () => { throw new ReferenceError('SharedWorker is not defined'); }],
    ['the worker is of another version', (port: MessagePort) => {
      port.addEventListener('message', () => { port.postMessage({ kind: 'refused' }); });
      port.start();
    }],
    ['the worker does not answer', () => undefined],
  ])('have connections of their own when %s', async (_, worker) => {
    const tab = tabs.open({ worker, reconnect: { maxAttempts: 1 } });
    const connected = tab.client.connect();
    await tabs.timers.advance(21_000);
    await eventually(() => tab.client.state === 'connected');
    await connected;
    expect(tabs.direct.transports).toHaveLength(1);
    expect(tabs.server.transports).toHaveLength(0);
  });

  it('are refused by a worker of another version', async () => {
    const { port1, port2 } = new MessageChannel();
    const answers: unknown[] = [];
    port1.addEventListener('message', ({ data }) => { answers.push(data); });
    port1.start();
    tabs.accept(port2);
    port1.postMessage({ kind: 'hello', version: tabProtocol + 1, token: 't' });
    await eventually(() => answers.length > 0);
    expect(answers).toEqual([{ kind: 'refused' }]);
    port1.close();
  });
});

describe('the pace of tabs', () => {
  it('is that of the most eager tab at the gateway, and of each tab by itself', async () => {
    const tabs = new Tabs();
    tabs.server.handle('UpdateStream', (_id, settings) => settings);
    const eager = tabs.open().read();
    const stream = await tabs.stream();
    stream.send(...beginning(10, [10, 1]));
    await eventually(() => eager.kinds.includes('snapshot'));
    const hidden = tabs.open().read({ ...reading, flushIntervalMs: 5_000 });
    await eventually(() => tabs.server.calls.length === 1);
    stream.send({ ...beginning(10, [10, 1])[1] });
    await eventually(() => hidden.kinds.includes('snapshot'));
    stream.send(changes(11, 11, [11, 1]), changes(12, 12, [12, 1]), changes(13, 13, [13, 1]));
    await eventually(() => eager.position === 13);
    expect(hidden.position).toBe(10);
    await tabs.timers.advance(5_000);
    await eventually(() => hidden.position === 13);
    expect(hidden.sequences).toEqual([13]);
    // Nobody is eager any more: the gateway need not be either.
    await eager.stream?.update({ mode: 'conflate', flushIntervalMs: 5_000 });
    await eventually(() => tabs.server.calls.some(({ args }) => (args[1] as { flushIntervalMs?: number }).flushIntervalMs === 5_000));
    tabs.close();
  });
});

describe('the token of a shared connection', () => {
  const tokenOf = (claims: object): string => `h.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.s`;
  const inAnHour = Math.floor(Date.now() / 1000) + 3600;
  const claims = { sub: 'ada', scope: 'sessions:read', exp: inAnHour, iat: inAnHour - 3600, jti: '1' };
  let tabs: Tabs;

  beforeEach(() => {
    tabs = new Tabs();
    tabs.server.handle('RenewToken', () => ({ expiresAt: new Date((inAnHour + 3600) * 1000).toISOString(), expiresInMs: 7_200_000 }));
  });
  afterEach(() => { tabs.close(); });

  it('is renewed once with what a tab gives, and then only a tab with the new one may join', async () => {
    const old = tokenOf(claims);
    const next = tokenOf({ ...claims, exp: inAnHour + 3600, jti: '2' });
    let given = old;
    const one = tabs.open({ accessToken: () => given });
    const two = tabs.open({ accessToken: () => given });
    await Promise.all([one.client.connect(), two.client.connect()]);
    given = next;
    await tabs.timers.advance(0.86 * 3600 * 1000);
    await eventually(() => tabs.server.calls.length > 0);
    expect(tabs.server.calls).toEqual([{ method: 'RenewToken', args: [next] }]);
    await tabs.open({ accessToken: () => next }).client.connect();
    expect(tabs.hellos).toEqual([old]);
    await tabs.open({ accessToken: () => old }).client.connect();
    expect(tabs.hellos).toEqual([old, old]);
  });

  it('of other rights gives the tab that has it a connection of its own', async () => {
    const old = tokenOf(claims);
    const wider = tokenOf({ ...claims, scope: 'admin', exp: inAnHour + 3600 });
    const next = tokenOf({ ...claims, exp: inAnHour + 3600 });
    let [first, second] = [old, old];
    const one = tabs.open({ accessToken: () => first });
    await one.client.connect();
    const two = tabs.open({ accessToken: () => second });
    await two.client.connect();
    [first, second] = [wider, next];
    await tabs.timers.advance(0.86 * 3600 * 1000);
    await eventually(() => tabs.server.calls.length > 0);
    expect(tabs.server.calls).toEqual([{ method: 'RenewToken', args: [next] }]);
    await eventually(async () => {
      await tabs.timers.advance(1_000);
      return tabs.hellos.length === 2 && one.client.state === 'connected';
    });
    expect(tabs.hellos).toEqual([old, wider]);
    expect(two.client.state).toBe('connected');
  });

  it('that no tab can renew is reported to all', async () => {
    const old = tokenOf(claims);
    const failures: string[] = [];
    const fails = (): string => { throw new Error('signed out'); };
    let source: () => string = () => old;
    const options = { accessToken: () => source(), onTokenFailure: ({ code }: GatewayError) => { failures.push(code); } };
    await Promise.all([tabs.open(options).client.connect(), tabs.open(options).client.connect()]);
    source = fails;
    for (let minute = 0; minute < 61; minute += 1) {
      await tabs.timers.advance(60_000);
    }
    await eventually(() => failures.length === 2);
    expect(failures).toEqual(['Unauthenticated', 'Unauthenticated']);
  });
});
