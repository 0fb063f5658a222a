import { describe, expect, it } from 'vitest';
import { GatewayError } from '../src/errors.js';
import { lifeOf, restOf } from '../src/tokenLife.js';
import { TokenRenewer } from '../src/TokenRenewer.js';
import { FakeServer, FakeTransport } from './fakes/FakeTransport.js';
import { ManualTimers } from './fakes/ManualTimers.js';

function jwt(exp: number, iat?: number): string {
  return `h.${Buffer.from(JSON.stringify({ exp, iat, sub: 'ada' })).toString('base64url')}.s`;
}

interface SetUp {
  readonly accessToken?: string | (() => string | Promise<string>);
  /** By how many milliseconds the client's clock is ahead of the gateway's. */
  readonly ahead?: number;
  readonly lifeSeconds?: number;
  readonly statesRest?: boolean;
}

/** A gateway whose clock begins at 0, and a client whose clock may be wrong. */
function setUp({ accessToken, ahead = 0, lifeSeconds = 100, statesRest = true }: SetUp = {}): {
  server: FakeServer; transport: FakeTransport; timers: ManualTimers; renewer: TokenRenewer; failures: GatewayError[];
} {
  const server = new FakeServer();
  const timers = new ManualTimers();
  const failures: GatewayError[] = [];
  const fresh = (): string => jwt(timers.now / 1000 + lifeSeconds, timers.now / 1000);
  server.handle('RenewToken', (token) => answer(timers, token as string, statesRest));
  const renewer = new TokenRenewer({
    accessToken: accessToken ?? fresh,
    timers,
    random: () => 0.5,
    monotonic: () => timers.now,
    wallClock: () => timers.now + ahead,
    logger: {},
    onFailure: (error) => { failures.push(error); },
  });
  server.token = fresh();
  return { server, transport: new FakeTransport(server), timers, renewer, failures };
}

function answer(timers: ManualTimers, token: string, statesRest = true): { expiresAt: string; expiresInMs?: number } {
  const expiresAt = lifeOf(token)?.expiresAt ?? 0;
  return { expiresAt: new Date(expiresAt).toISOString(), ...(statesRest ? { expiresInMs: expiresAt - timers.now } : {}) };
}

describe('TokenRenewer', () => {
  it('renews at about 80 % of the life, again and again', async () => {
    const { server, transport, timers, renewer } = setUp();
    renewer.connected(transport);
    await timers.advance(79_000);
    expect(server.calls).toEqual([]);
    await timers.advance(1_000);
    expect(server.calls).toEqual([{ method: 'RenewToken', args: [jwt(180, 80)] }]);
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
      return answer(timers, token as string);
    });
    renewer.connected(transport);
    await timers.advance(90_000);
    expect(server.calls).toHaveLength(3);
    expect(timers.delays.slice(2, 4)).toEqual([1_500, 2_000]);
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
    const { server, transport, timers, renewer, failures } = setUp({ accessToken: () => jwt(100) });
    renewer.connected(transport);
    await timers.advance(200_000);
    expect(server.calls.length).toBeGreaterThan(1);
    expect(failures).toHaveLength(1);
  });

  it('leaves alone what it cannot renew', () => {
    const text = setUp({ accessToken: jwt(100) });
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
    expect(timers.pending).toBe(2);
  });

  it.each([
    ['behind', -10_000, 20],
    ['far behind', -86_400_000, 20],
    ['ahead', 7_200_000, 3_600],
    ['far ahead', 86_400_000, 20],
  ])('renews after four fifths of the life on a machine whose clock is %s, again and again', async (_what, ahead, lifeSeconds) => {
    for (const statesRest of [true, false]) {
      const { server, transport, timers, renewer, failures } = setUp({ ahead, lifeSeconds, statesRest });
      renewer.connected(transport);
      for (let renewals = 1; renewals <= 4; renewals += 1) {
        await timers.advance(lifeSeconds * 790);
        expect(server.calls).toHaveLength(renewals - 1);
        await timers.advance(lifeSeconds * 10);
        expect(server.calls).toHaveLength(renewals);
      }
      expect(failures).toEqual([]);
    }
  });

  it('renews a token in time that the application had kept for a while', async () => {
    const { server, transport, timers, renewer } = setUp();
    await timers.advance(60_000);
    renewer.connected(transport);
    await timers.advance(33_000);
    expect(server.calls).toHaveLength(1);
  });

  it('counts from the receipt of the token, however long connecting took', async () => {
    const { server, transport, timers, renewer } = setUp({ ahead: -500_000 });
    transport.tokenReceivedAt = timers.now;
    await timers.advance(15_000);
    renewer.connected(transport);
    await timers.advance(65_000);
    expect(server.calls).toHaveLength(1);
  });

  it.each(['the callback', 'the gateway'])('says so at the end of the token when %s does not answer', async (silent) => {
    const never = new Promise<string>(() => undefined);
    const { server, transport, timers, renewer, failures } = setUp(silent === 'the callback' ? { accessToken: () => never } : {});
    server.handle('RenewToken', () => never);
    renewer.connected(transport);
    await timers.advance(99_000);
    expect(failures).toEqual([]);
    await timers.advance(1_000);
    expect(failures.map((error) => error.code)).toEqual(['Unauthenticated']);
    expect(timers.pending).toBe(0);
  });

  it('does not spin when nothing tells how long a token lasts', async () => {
    let minted = 0;
    const { server, transport, timers, renewer } = setUp({ accessToken: () => jwt(100 + (minted += 1)), ahead: 10_000_000, statesRest: false });
    transport.token = jwt(100);
    renewer.connected(transport);
    await timers.advance(10_000);
    expect(server.calls.length).toBeGreaterThan(1);
    expect(server.calls.length).toBeLessThanOrEqual(10);
  });
});

describe('the life of a token', () => {
  it('is what the token says of it', () => {
    expect(lifeOf(jwt(12))).toEqual({ expiresAt: 12_000, issuedAt: undefined });
    expect(lifeOf(jwt(12, 2))).toEqual({ expiresAt: 12_000, issuedAt: 2_000 });
    expect(lifeOf('a.b.c')).toBeUndefined();
    expect(lifeOf('')).toBeUndefined();
    expect(lifeOf(`a.${Buffer.from('{"exp":"soon"}').toString('base64url')}.c`)).toBeUndefined();
    expect(lifeOf(`a.${Buffer.from('null').toString('base64url')}.c`)).toBeUndefined();
  });

  it.each([
    ['a fresh token', 20, 0, 0, 20_000],
    ['one that was kept for a while', 20, 0, 15_000, 5_000],
    ['a clock that is behind', 20, 0, -10_000, 20_000],
    ['a clock that is far ahead', 20, 0, 7_200_000, 20_000],
    ['a token without a beginning', 20, undefined, 15_000, 5_000],
    ['a token without a beginning, and a clock that is far ahead', 20, undefined, 7_200_000, 0],
  ])('bounds its rest: %s', (_what, exp, iat, now, rest) => {
    expect(restOf({ expiresAt: exp * 1000, issuedAt: iat === undefined ? undefined : iat * 1000 }, now)).toBe(rest);
  });
});
