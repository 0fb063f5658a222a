import { GatewayError } from '@mxgateway/client';
import { errorOf, send } from './api.ts';

const defaultWaitMs = 30_000;

/** Whether the gateway accepts a user and a password; undefined when it does not answer. */
export async function takesPasswords(base: URL): Promise<boolean | undefined> {
  try {
    const response = await send(new URL('api/login', base), 'GET', undefined);
    const ways: unknown = response.ok ? await response.json() : undefined;
    return typeof ways === 'object' && ways !== null && 'password' in ways ? ways.password === true : undefined;
  } catch {
    return undefined;
  }
}

/** Gets a token for a user and a password. */
export async function logIn(base: URL, user: string, password: string): Promise<string> {
  const response = await send(new URL('api/login', base), 'POST', { user, password });
  if (response.status === 404 || response.status === 405 || response.status === 501) {
    throw new GatewayError('Unsupported', 'Log-in is not set up on this gateway: paste a token instead.');
  }
  if (response.status === 429) {
    const { retryAfterMs } = await errorOf(response);
    throw new GatewayError('TooManyInvocations', 'Too many attempts.', { retryAfterMs: retryAfterMs ?? defaultWaitMs });
  }
  if (!response.ok) {
    throw await errorOf(response);
  }
  const answer: unknown = await response.json();
  if (typeof answer !== 'object' || answer === null || !('token' in answer) || typeof answer.token !== 'string') {
    throw new GatewayError('UnknownError', 'The gateway sent an answer that this page does not understand.');
  }
  return answer.token;
}
