import { type AccessItem, GatewayError, MxAccessError } from '@mxgateway/client';

/** An error as a sentence for the user. */
export function describe(error: unknown): string {
  if (error instanceof MxAccessError) {
    return error.message;
  }
  if (!(error instanceof GatewayError)) {
    return error instanceof Error ? error.message : String(error);
  }
  switch (error.code) {
    case 'ConnectionLost':
      return 'The connection was lost before the answer arrived. Check the result before you try again, because the request may have taken effect.';
    case 'Forbidden':
      return 'This token does not allow that.';
    case 'SessionNotFound':
      return 'This session no longer exists, or this token does not give access to it.';
    default:
      return endOfAccess(error) ?? error.message;
  }
}

/** The reason why this token can no longer be used, as a sentence; undefined when the error has another cause. */
export function endOfAccess(error: unknown): string | undefined {
  if (!(error instanceof GatewayError)) {
    return undefined;
  }
  switch (error.code) {
    case 'TokenExpired':
      return 'Your token has expired. Sign in again, or paste a new token.';
    case 'TokenRevoked':
      return 'Your token was revoked. Sign in again, or ask for a new token.';
    case 'Unauthenticated':
      return 'Your token is not valid here. Sign in again, or ask for a new token.';
    default:
      return undefined;
  }
}

/** The reason why a log-in failed, as a sentence. */
export function describeLogIn(error: unknown): string {
  if (!(error instanceof GatewayError)) {
    return error instanceof Error ? error.message : String(error);
  }
  if (error.code === 'ConnectionLost') {
    return 'The gateway cannot be reached. Check the network and try again.';
  }
  if (error.code === 'Unauthenticated') {
    return 'The sign-in failed. Check the user name and the password.';
  }
  if (error.retryAfterMs !== undefined) {
    const seconds = Math.max(1, Math.ceil(error.retryAfterMs / 1000));
    return `Too many attempts. Try again in ${seconds === 1 ? 'a second' : `${seconds} seconds`}.`;
  }
  return error.message;
}

/** A change of what the user may see, as a sentence. */
export function describeAccess({ widened, narrowed }: Pick<AccessItem, 'widened' | 'narrowed'>): string {
  const parts = [
    ...(widened.length === 0 ? [] : [`you now also see ${widened.join(', ')}`]),
    ...(narrowed.length === 0 ? [] : [`you no longer see ${narrowed.join(', ')}`]),
  ];
  return `Your rights on this session have changed${parts.length === 0 ? '' : `: ${parts.join('; ')}`}.`;
}
