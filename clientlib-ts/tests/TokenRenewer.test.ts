import { describe, expect, it } from 'vitest';
import { GatewayError } from '../src/errors.js';
import { expiryOf, TokenRenewer } from '../src/TokenRenewer.js';
import { FakeServer, FakeTransport } from './fakes/FakeTransport.js';
import { ManualTimers } from './fakes/ManualTimers.js';

function jwt(expSeconds: number): string {
  return `h.${Buffer.from(JSON.stringify({ exp: expSeconds, sub: 'ada' })).toString('base64url')}.s`;
}

function setUp(accessToken?: string | (() => string)): {
  server: FakeServer; transport: FakeTransport; timers: ManualTimers; renewer: TokenRenewer; failures: GatewayError[]; clock: { now: number };
} {
  const server = new FakeServer();
  const timers = new ManualTimers();
  const clock = { now: 0 };
  const failures: GatewayError[] = [];
  server.handle('RenewToken', (token) => ({ expiresAt: new Date(expiryOf(token as string) ?? 0).toISOString() }));
  const renewer = new TokenRenewer({
    accessToken: accessToken ?? (() => jwt(clock.now / 1000 + 100)),
    timers: {
      after: (delayMs, callback) => timers.after(delayMs, () => { clock.now += delayMs; callback(); }),
    },
    random: () => 0.5,
    now: () => clock.now,
    logger: {},
    onFailure: (error) => { failures.push(error); },
  });
  server.token = jwt(100);
  return { server, transport: new FakeTransport(server), timers, renewer, failures, clock };
}

describe('TokenRenewer', () => {
  it('renews at about 80 % of the life, again and again', async () => {
    const { server, transport, timers, renewer } = setUp();
    renewer.connected(transport);
    await timers.advance(79_000);
    expect(server.calls).toEqual([]);
    await timers.advance(1_000);
    expect(server.calls).toEqual([{ method: 'RenewToken', args: [jwt(180)] }]);
    await timers.advance(80_000);
    expect(server.calls).toHaveLength(2);
  });

  it('tries again after a failure, with growing waits', async () => {
    const { server, transport, timers, renewer, failures } = setUp();
    let failing = 2;
    server.handle('RenewToken', (token) => {
      if (failing-- > 0) {
        throw new GatewayError('ConnectionLost', 'no');
      }
      return { expiresAt: new Date(expiryOf(token as string) ?? 0).toISOString() };
    });
    renewer.connected(transport);
    await timers.advance(90_000);
    expect(server.calls).toHaveLength(3);
    expect(timers.delays.slice(1, 3)).toEqual([1_500, 2_000]);
    expect(failures).toEqual([]);
  });

  it('says so when no attempt is left before the token ends', async () => {
    const { server, transport, timers, renewer, failures } = setUp();
    server.handle('RenewToken', () => { throw new GatewayError('Unauthenticated', 'no'); });
    renewer.connected(transport);
    await timers.advance(200_000);
    expect(failures.map((error) => error.code)).toEqual(['Unauthenticated']);
    expect(timers.pending).toBe(0);
    expect(server.calls.length).toBeGreaterThan(1);
  });

  it('gives up at once when the token is of somebody else', async () => {
    const { server, transport, timers, renewer, failures } = setUp();
    server.handle('RenewToken', () => { throw new GatewayError('Forbidden', 'another subject'); });
    renewer.connected(transport);
    await timers.advance(81_000);
    expect(failures).toHaveLength(1);
    expect(timers.pending).toBe(0);
  });

  it('counts a callback that gives the same token as a failure', async () => {
    const { server, transport, timers, renewer, failures } = setUp(() => jwt(100));
    renewer.connected(transport);
    await timers.advance(200_000);
    expect(server.calls.length).toBeGreaterThan(1);
    expect(failures).toHaveLength(1);
  });

  it('leaves alone what it cannot renew', () => {
    const text = setUp(jwt(100));
    text.renewer.connected(text.transport);
    expect(text.timers.pending).toBe(0);
    const odd = setUp();
    odd.transport.token = 'not a jwt';
    odd.renewer.connected(odd.transport);
    expect(odd.timers.pending).toBe(0);
  });

  it('stops with the connection, and begins anew with the next', async () => {
    const { server, transport, timers, renewer } = setUp();
    renewer.connected(transport);
    renewer.stop();
    await timers.advance(100_000);
    expect(server.calls).toEqual([]);
    renewer.connected(transport);
    expect(timers.pending).toBe(1);
  });

  it('does not spin when its clock is far ahead', async () => {
    const { server, transport, timers, renewer, clock } = setUp(() => jwt(100 + server.calls.length));
    clock.now = 10_000_000;
    renewer.connected(transport);
    await timers.advance(10_000);
    expect(server.calls.length).toBeLessThanOrEqual(10);
  });
});

describe('expiryOf', () => {
  it('reads exp and nothing else', () => {
    expect(expiryOf(jwt(12))).toBe(12_000);
    expect(expiryOf('a.b.c')).toBeUndefined();
    expect(expiryOf('')).toBeUndefined();
    expect(expiryOf(`a.${Buffer.from('{"exp":"soon"}').toString('base64url')}.c`)).toBeUndefined();
  });
});
