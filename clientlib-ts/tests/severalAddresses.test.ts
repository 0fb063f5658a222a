import { describe, expect, it } from 'vitest';
import { AddressRing } from '../src/AddressRing.js';
import { ConnectionKeeper, type ConnectionStateChange, type ReconnectOptions } from '../src/ConnectionKeeper.js';
import { GatewayError } from '../src/errors.js';
import { GatewayClient, type GatewayClientOptions } from '../src/GatewayClient.js';
import type { SessionStreamItem } from '../src/eventsRequest.js';
import { FakeNodes } from './fakes/FakeNodes.js';
import { events, started } from './fakes/items.js';
import { ManualTimers, settle } from './fakes/ManualTimers.js';
import { writeCursor } from '../src/multiSessionCursor.js';

interface Fixture {
  readonly nodes: FakeNodes;
  readonly timers: ManualTimers;
  readonly keeper: ConnectionKeeper;
  readonly changes: ConnectionStateChange[];
}

function setUp(addresses: readonly string[], options: ReconnectOptions = {}): Fixture {
  const nodes = new FakeNodes(...addresses);
  const timers = new ManualTimers();
  const keeper = new ConnectionKeeper(nodes.factory, { random: () => 1, ...options, addresses, timers });
  const changes: ConnectionStateChange[] = [];
  keeper.onState((change) => { changes.push(change); });
  return { nodes, timers, keeper, changes };
}

describe('a ring of addresses', () => {
  it('begins with the first one, gives them in their order and says when each has had its turn', () => {
    const ring = new AddressRing(['a', 'b', 'c']);
    const turns = [ring.current];
    const rounds = Array.from({ length: 6 }, () => {
      const isOver = ring.next();
      turns.push(ring.current);
      return isOver;
    });
    expect(turns).toEqual(['a', 'b', 'c', 'a', 'b', 'c', 'a']);
    expect(rounds).toEqual([false, false, true, false, false, true]);
  });

  it('begins a round with an address that has proved good', () => {
    const ring = new AddressRing(['a', 'b', 'c']);
    ring.next();
    ring.reset();
    expect([ring.next(), ring.current, ring.next(), ring.current, ring.next(), ring.current]).toEqual([false, 'c', false, 'a', true, 'b']);
  });
});

describe('a connection with several addresses', () => {
  it('tries the next one at once, and waits only after a round of all', async () => {
    const { nodes, timers, keeper, changes } = setUp(['a', 'b', 'c']);
    ['a', 'b', 'c'].forEach((address) => { nodes.refuse(address); });
    const ready = keeper.ready();
    await settle();
    expect(nodes.newlyTried()).toEqual(['a', 'b', 'c']);
    expect(timers.delays).toEqual([250]);
    await timers.advance(249);
    expect(nodes.newlyTried()).toEqual([]);
    nodes.accept('b');
    await timers.advance(1);
    await ready;
    expect(nodes.newlyTried()).toEqual(['a', 'b']);
    expect(keeper.address).toBe('b');
    expect(changes).toEqual([
      { previous: 'disconnected', state: 'connecting', address: 'a' }, { previous: 'connecting', state: 'connected', address: 'b' }]);
  });

  it('changes over at once when a connection is lost, and names both addresses', async () => {
    const { nodes, timers, keeper, changes } = setUp(['a', 'b']);
    await keeper.ready();
    await timers.advance(5_000);
    nodes.at('a').current.drop(new Error('socket gone'));
    await settle();
    expect(nodes.newlyTried()).toEqual(['a', 'b']);
    expect(changes.slice(2).map(({ state, address }) => [state, address])).toEqual([['reconnecting', 'a'], ['connected', 'b']]);
    // It stays there although the first one is back.
    await timers.advance(600_000);
    expect(keeper.address).toBe('b');
    expect(nodes.newlyTried()).toEqual([]);
    // That one has proved good, so the next round begins with it.
    nodes.at('b').current.drop();
    await settle();
    expect(nodes.newlyTried()).toEqual(['a']);
    expect(timers.delays.filter((delay) => delay !== 5_000)).toEqual([]);
  });

  it('waits between rounds when connections are made and die young', async () => {
    const { nodes, timers, keeper } = setUp(['a', 'b']);
    await keeper.ready();
    for (const address of ['a', 'b', 'a', 'b']) {
      nodes.at(address).current.drop();
      await settle();
    }
    // A died, B died: a round. The wait is running, so the next deaths cannot have happened yet.
    expect(nodes.newlyTried()).toEqual(['a', 'b']);
    expect(timers.delays.filter((delay) => delay !== 5_000)).toEqual([250]);
  });

  it('gives up after the allowed rounds', async () => {
    const { nodes, timers, keeper } = setUp(['a', 'b'], { maxAttempts: 2 });
    nodes.refuse('a');
    nodes.refuse('b');
    const failed = expect(keeper.ready()).rejects.toMatchObject({ code: 'ConnectionLost', message: 'refused at b' });
    await timers.advance(1_000);
    await failed;
    expect(nodes.newlyTried()).toEqual(['a', 'b', 'a', 'b']);
  });

  it.each(['Unauthenticated', 'Forbidden'] as const)('reports %s when no address takes the token, each tried once', async (code) => {
    const { nodes, timers, keeper } = setUp(['a', 'b', 'c']);
    ['a', 'b', 'c'].forEach((address) => { nodes.refuse(address, code); });
    await expect(keeper.ready()).rejects.toMatchObject({ code, message: 'refused at a' });
    expect(nodes.newlyTried()).toEqual(['a', 'b', 'c']);
    expect([keeper.state, timers.pending]).toEqual(['disconnected', 0]);
  });

  it('reports a refused token although the others cannot be reached, after it has tried each of them again', async () => {
    const { nodes, timers, keeper } = setUp(['a', 'b']);
    nodes.refuse('a');
    nodes.refuse('b', 'Unauthenticated');
    const failed = expect(keeper.ready()).rejects.toMatchObject({ code: 'Unauthenticated' });
    await timers.advance(250);
    await failed;
    expect(nodes.newlyTried()).toEqual(['a', 'b', 'a']);
    // The next use tries again.
    nodes.accept('a');
    nodes.accept('b');
    await keeper.ready();
    expect(keeper.state).toBe('connected');
  });

  it('is not ended by one gateway that is set up wrongly and refuses every token', async () => {
    const { nodes, timers, keeper } = setUp(['a', 'b']);
    nodes.refuse('b', 'Unauthenticated');
    await keeper.ready();
    for (const round of [1, 2, 3]) {
      await timers.advance(5_000);
      nodes.at('a').current.drop();
      await timers.advance(250);
      expect([keeper.state, keeper.address, round]).toEqual(['connected', 'a', round]);
    }
    expect(nodes.newlyTried()).toEqual(['a', 'b', 'a', 'b', 'a', 'b', 'a']);
  });

  it('does not connect again when it is closed by a listener that hears of the loss', async () => {
    const { nodes, keeper } = setUp(['a', 'b']);
    await keeper.ready();
    keeper.onState(({ state }) => { if (state === 'reconnecting') { void keeper.close(); } });
    nodes.at('a').current.drop();
    await settle();
    expect(nodes.newlyTried()).toEqual(['a']);
    expect(keeper.state).toBe('closed');
  });
});

const multiSessionCursor = writeCursor(new Map([['s1', { epoch: 'e1', sequence: 5 }]]));

const urls = ['http://a.example', 'http://b.example/'] as const;
const hubs = ['http://a.example/hubs/gateway', 'http://b.example/hubs/gateway'] as const;

describe('a client with several addresses', () => {
  const setUpClient = (options: Partial<GatewayClientOptions> = {}): { nodes: FakeNodes; timers: ManualTimers; client: GatewayClient } => {
    const nodes = new FakeNodes(...hubs);
    const timers = new ManualTimers();
    const client = new GatewayClient({ urls, accessToken: 't', transport: nodes.factory, timers, reconnect: { random: () => 1 }, ...options });
    return { nodes, timers, client };
  };

  it('shows the address in use as it was given, and connects to the hub there', async () => {
    const { nodes, client } = setUpClient();
    expect(client.address).toBe(urls[0]);
    await client.connect();
    nodes.at(hubs[0]).current.drop();
    await settle();
    expect([client.state, client.address, nodes.tried]).toEqual(['connected', urls[1], [...hubs]]);
  });

  it.each<[string, Partial<GatewayClientOptions>]>([
    ['no address', { urls: undefined }], ['both options', { url: 'http://c.example' }], ['an empty list', { urls: [] }],
    ['an address twice', { urls: ['http://a.example', 'http://a.example/'] }],
  ])('refuses %s', (_what, options) => {
    expect(() => setUpClient(options)).toThrow(expect.objectContaining({ code: 'InvalidArgument' }) as Error);
  });

  const startedAt = (latest: number): ReturnType<typeof started> => started({ latest, resumedAfter: latest });

  it('resumes a session\'s stream at the next address with the position it had', async () => {
    const { nodes, client } = setUpClient();
    const items: SessionStreamItem[] = [];
    const reading = (async () => {
      for await (const item of client.session('s1').events()) {
        items.push(item);
      }
    })();
    await settle();
    nodes.at(hubs[0]).stream.send(startedAt(4), events(5, 7));
    await settle();
    nodes.at(hubs[0]).current.drop();
    await settle();
    const resumed = nodes.at(hubs[1]).stream;
    expect(resumed.request).toEqual({ resumeAfter: 7, epoch: started().epoch });
    resumed.send(startedAt(7), events(8, 9));
    resumed.complete();
    await reading;
    expect(items.flatMap((item) => (item.kind === 'events' ? item.events.map(({ sequence }) => sequence) : []))).toEqual([5, 6, 7, 8, 9]);
  });

  it('resumes every other kind of stream at the next address too', async () => {
    const { nodes, client } = setUpClient();
    const feed = client.feed({ after: 3, feedEpoch: 'f1' });
    const alarms = client.alarms({ after: 4, epoch: 'a1', view: 'v1' });
    const many = client.events({ cursor: multiSessionCursor });
    const overview = client.overview();
    const readers = [feed, alarms, many, overview].map((stream) => stream.next().catch(() => undefined));
    await settle();
    const requests = (hub: string): unknown[] => nodes.at(hub).streams.map(({ request }) => request);
    const before = requests(hubs[0]);
    expect(before).toHaveLength(4);
    expect(before.slice(0, 3)).toEqual([
      expect.objectContaining({ after: 3, feedEpoch: 'f1' }), expect.objectContaining({ after: 4, epoch: 'a1', view: 'v1' }),
      expect.objectContaining({ cursor: multiSessionCursor })]);
    nodes.at(hubs[0]).current.drop();
    await settle();
    expect(requests(hubs[1])).toEqual(before);
    await client.close();
    await Promise.all(readers);
  });

  it('leaves a gateway that is stopping for the next address at once, and asks the next one for what follows', async () => {
    const { nodes, timers, client } = setUpClient();
    const reader = client.session('s1').events();
    const first = reader.next();
    await settle();
    const { stream, current } = nodes.at(hubs[0]);
    stream.send(startedAt(4));
    await first;
    await timers.advance(5_000);
    timers.delays.length = 0;
    stream.fail(new GatewayError('GatewayStopping', 'again', { retryAfterMs: 1_000 }));
    void reader.next();
    await settle();
    expect(current.stopped).toBe(true);
    expect(nodes.at(hubs[1]).stream.request).toEqual({ resumeAfter: 4, epoch: started().epoch });
    // What the other gateway says keeps to the time that it asks for, because each has had its turn.
    nodes.at(hubs[1]).stream.fail(new GatewayError('GatewayStopping', 'again', { retryAfterMs: 1_000 }));
    await settle();
    expect(timers.delays.filter((delay) => delay !== 5_000)).toEqual([1_250]);
    await reader.return();
    await client.close();
  });

  it('stays with a gateway that is stopping when there is no other address', async () => {
    const { nodes, timers, client } = setUpClient({ urls: [urls[0]] });
    const reader = client.session('s1').events();
    const first = reader.next();
    await settle();
    const { stream, current } = nodes.at(hubs[0]);
    stream.send(startedAt(4));
    await first;
    timers.delays.length = 0;
    stream.fail(new GatewayError('GatewayStopping', 'again', { retryAfterMs: 1_000 }));
    void reader.next();
    await settle();
    expect([current.stopped, timers.delays]).toEqual([false, [1_250]]);
    await reader.return();
    await client.close();
  });

  it('leaves the outcome of a command open when its connection is lost, and does not repeat it at the next address', async () => {
    const { nodes, client } = setUpClient();
    nodes.at(hubs[0]).handle('OpenSession', () => {
      nodes.at(hubs[0]).current.drop();
      throw new GatewayError('ConnectionLost', 'dropped');
    });
    await expect(client.openSession()).rejects.toMatchObject({ code: 'ConnectionLost', duty: 'outcomeUnknown' });
    await settle();
    expect(client.address).toBe(urls[1]);
    expect(nodes.at(hubs[1]).calls).toEqual([]);
  });
});
