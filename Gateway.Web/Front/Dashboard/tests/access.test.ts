import { GatewayError } from '@mxgateway/client';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { GatewayApi } from '../src/api.ts';
import type { Identity } from '../src/apiContracts.ts';
import { lifetimeWithin, may, mayShare } from '../src/identity.ts';
import { logIn } from '../src/logIn.ts';
import { describe as describeError, describeAccess, describeLogIn, endOfAccess } from '../src/problems.ts';
import { listOf, type TokenFields, toTokenRequest } from '../src/tokenRequest.ts';

const base = new URL('https://gateway.example/below/');
const ada: Identity = {
  subject: 'ada', tokenId: '1', scopes: ['sessions:read'], sessionTags: [], expiresAt: '2026-01-01T01:00:00Z', isAdmin: false,
};
const admin: Identity = { ...ada, subject: 'root', scopes: ['admin'], isAdmin: true };

/** Answers the next request and records it. */
function answer(status: number, body: unknown): { url: string; init: RequestInit } {
  const asked = { url: '', init: {} };
  vi.stubGlobal('fetch', (url: URL, init: RequestInit) => {
    Object.assign(asked, { url: url.href, init });
    return Promise.resolve(new Response(typeof body === 'string' ? body : JSON.stringify(body), { status }));
  });
  return asked;
}

afterEach(() => { vi.unstubAllGlobals(); });

describe('the rights of a caller', () => {
  it('follow the scopes, and an admin may do everything', () => {
    expect(may(ada, 'sessions:read')).toBe(true);
    expect(may(ada, 'sessions:write')).toBe(false);
    expect(may(admin, 'sessions:write')).toBe(true);
  });

  it('let an owner and an admin share a session, but nobody whose token is bound to a session', () => {
    expect(mayShare(ada, { owner: 'ada' })).toBe(true);
    expect(mayShare(ada, { owner: 'eve' })).toBe(false);
    expect(mayShare({ ...ada, sessionId: 's' }, { owner: 'ada' })).toBe(false);
    expect(mayShare(admin, { owner: 'eve' })).toBe(true);
  });

  it('keep the lifetime of a derived token within that of the caller\'s token', () => {
    const now = new Date('2026-01-01T00:00:00Z');
    expect(lifetimeWithin(ada, 600, now)).toBe(600);
    expect(lifetimeWithin(ada, 86_400, now)).toBe(3_590);
    expect(lifetimeWithin(admin, 86_400, now)).toBe(86_400);
  });
});

describe('the form for a token', () => {
  const empty: TokenFields = {
    subject: ' ', label: '', scopes: ['sessions:read'], sessionTags: '', sessionId: '', read: '', write: '', lifetimeSeconds: 60,
  };

  it('leaves out what is empty', () => {
    expect(toTokenRequest(empty)).toEqual({ scopes: ['sessions:read'], sessionTags: [], lifetimeSeconds: 60 });
  });

  it('reads lists with commas, spaces and lines', () => {
    expect(listOf(' a, b\nc  a ')).toEqual(['a', 'b', 'c']);
    expect(toTokenRequest({ ...empty, subject: ' ada ', sessionTags: 'x,y', read: 'Tank1.*\nTank2.*' })).toMatchObject(
      { subject: 'ada', sessionTags: ['x', 'y'], read: ['Tank1.*', 'Tank2.*'] });
  });

  it('refuses a token without permissions', () => {
    expect(() => toTokenRequest({ ...empty, scopes: [] })).toThrow(RangeError);
  });
});

describe('the interface over HTTP', () => {
  it('sends the token in a header, never in the address', async () => {
    const asked = answer(200, ada);
    const api = new GatewayApi(base, 'a.b.c', () => undefined);
    expect(await api.me()).toEqual(ada);
    expect(asked.url).toBe('https://gateway.example/below/api/me');
    expect(asked.init.headers).toMatchObject({ authorization: 'Bearer a.b.c' });
  });

  it('reports refusals with the code of the problem details, or by the status if there is none', async () => {
    const seen: string[] = [];
    const api = new GatewayApi(base, 'a.b.c', (error) => { seen.push(error.code); });
    answer(401, { code: 'TokenRevoked', detail: 'gone' });
    await expect(api.me()).rejects.toMatchObject({ code: 'TokenRevoked', message: 'gone' });
    answer(403, 'no problem details');
    await expect(api.audit(undefined)).rejects.toMatchObject({ code: 'Forbidden' });
    expect(seen).toEqual(['TokenRevoked', 'Forbidden']);
  });

  it('distinguishes an unreachable gateway from a refusal', async () => {
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('Failed to fetch')));
    const seen: unknown[] = [];
    const api = new GatewayApi(base, 'a.b.c', (error) => { seen.push(error); });
    await expect(api.me()).rejects.toMatchObject({ code: 'ConnectionLost' });
    expect(seen).toEqual([]);
  });
});

describe('logging in', () => {
  const failure = (): Promise<string> => logIn(base, 'ada', 'secret').then(() => '', describeLogIn);

  it('posts user and password and returns the token', async () => {
    const asked = answer(200, { token: 'a.b.c', expiresAt: 'later' });
    expect(await logIn(base, 'ada', 'secret')).toBe('a.b.c');
    expect(asked.url).toBe('https://gateway.example/below/api/login');
    expect(asked.init.body).toBe('{"user":"ada","password":"secret"}');
  });

  it.each([
    [401, { code: 'Unauthenticated' }, 'The sign-in failed. Check the user name and the password.'],
    [429, { code: 'SomethingNewer', retryAfterMs: 900 }, 'Too many attempts. Try again in a second.'],
    [429, '', 'Too many attempts. Try again in 30 seconds.'],
    [404, '', 'Log-in is not set up on this gateway: paste a token instead.'],
    [501, '', 'Log-in is not set up on this gateway: paste a token instead.'],
    [500, { detail: 'Reference 12.' }, 'Reference 12.'],
    [200, { nothing: true }, 'The gateway sent an answer that this page does not understand.'],
  ])('shows a sentence for an answer of %i %j', async (status, body, says) => {
    answer(status, body);
    expect(await failure()).toBe(says);
  });
});

describe('refusals', () => {
  it('end access when the token can no longer be used, and only then', () => {
    for (const code of ['TokenExpired', 'TokenRevoked', 'Unauthenticated'] as const) {
      expect(endOfAccess(new GatewayError(code, 'x'))).toMatch(/^Your token .+\. Sign in again/);
    }
    for (const error of [new GatewayError('Forbidden', 'x'), new GatewayError('ConnectionLost', 'x'), new Error('x')]) {
      expect(endOfAccess(error)).toBeUndefined();
    }
  });

  it('are plain sentences', () => {
    for (const code of ['Forbidden', 'SessionNotFound', 'TokenExpired', 'TokenRevoked', 'Unauthenticated'] as const) {
      expect(describeError(new GatewayError(code, 'raw'))).toMatch(/^(This|There|Your) .+\.$/);
    }
  });

  it('describe what changed while a stream runs', () => {
    expect(describeAccess({ widened: [], narrowed: ['Tank1.*'] })).toBe('Your rights on this session have changed: you no longer see Tank1.*.');
    expect(describeAccess({ widened: ['*'], narrowed: [] })).toContain('you now also see *');
  });
});
