/** What a JWT says of its life, milliseconds since 1970 by its issuer's clock. */
export interface TokenLife {
  readonly expiresAt: number;
  readonly issuedAt: number | undefined;
}

/** Undefined when the token is no JWT or does not say when it ends. */
export function lifeOf(token: string): TokenLife | undefined {
  const claims = claimsOf(token);
  const expiresAt = millisecondsOf(claims['exp']);
  return expiresAt === undefined ? undefined : { expiresAt, issuedAt: millisecondsOf(claims['iat']) };
}

/**
 * The remaining life of a token that has just been received, milliseconds. It never exceeds the life stated in the token, because this
 * machine's clock may be wrong. The clock is only used to find how much of that life has passed, for example for a token from a store,
 * and is ignored when it says that the token ended before it was received.
 */
export function restOf({ expiresAt, issuedAt }: TokenLife, now: number): number {
  const byClock = expiresAt - now;
  if (issuedAt === undefined) {
    return Math.max(byClock, 0);
  }
  const whole = Math.max(expiresAt - issuedAt, 0);
  return byClock > 0 ? Math.min(byClock, whole) : whole;
}

export function claimsOf(token: string): Readonly<Record<string, unknown>> {
  const payload = token.split('.')[1] ?? '';
  try {
    const claims: unknown = JSON.parse(atob(payload.replace(/-/g, '+').replace(/_/g, '/')));
    return typeof claims === 'object' && claims !== null ? claims as Readonly<Record<string, unknown>> : {};
  } catch {
    return {};
  }
}

function millisecondsOf(seconds: unknown): number | undefined {
  return typeof seconds === 'number' && Number.isFinite(seconds) ? seconds * 1000 : undefined;
}
