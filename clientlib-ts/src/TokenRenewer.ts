import { Backoff } from './backoff.js';
import { hubMethods, type TokenRenewal } from './contracts.js';
import { GatewayError, toGatewayError } from './errors.js';
import type { AccessTokenSource, HubTransport } from './HubTransport.js';
import type { Logger } from './logger.js';
import type { Timers } from './timers.js';

export interface TokenRenewerOptions {
  readonly accessToken: AccessTokenSource;
  readonly timers: Timers;
  readonly random: () => number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly logger: Logger;
  /** A renewal failed for good, or the token ends before another attempt. */
  readonly onFailure: (error: GatewayError) => void;
}

/** At most one renewal in this time: a clock that is far ahead sees every token ended. */
const shortestWaitMs = 1_000;

/** Longest wait of a browser's timer; a later renewal is reached in steps. */
const longestWaitMs = 2 ** 31 - 1;

/**
 * Renews the token of the live connection before it ends, with what the token callback gives then. At about 80 % of the rest of
 * its life, so that a failed attempt leaves time for others; the jitter keeps the clients of one gateway apart. A token given
 * as a text cannot be renewed and is left to end.
 */
export class TokenRenewer {
  readonly #options: TokenRenewerOptions;
  readonly #backoff: Backoff;
  #transport: HubTransport | undefined;
  #cancelTimer: (() => void) | undefined;
  #expiresAt = 0;

  constructor(options: TokenRenewerOptions) {
    this.#options = options;
    this.#backoff = new Backoff({ baseMs: 1_000, capMs: 30_000, random: options.random });
  }

  /** A connection is up. */
  connected(transport: HubTransport): void {
    this.stop();
    const expiresAt = transport.token === undefined ? undefined : expiryOf(transport.token);
    if (typeof this.#options.accessToken === 'string' || expiresAt === undefined) {
      return;
    }
    this.#transport = transport;
    this.#expiresAt = expiresAt;
    this.#backoff.reset();
    this.#schedule();
  }

  /** The connection is gone; the next one comes with a fresh token anyway. */
  stop(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
    this.#transport = undefined;
  }

  #schedule(): void {
    const rest = Math.max(this.#expiresAt - this.#options.now(), 0);
    this.#at(this.#options.now() + Math.max(rest * (0.75 + 0.1 * this.#options.random()), shortestWaitMs));
  }

  #at(moment: number): void {
    const wait = Math.max(Math.round(moment - this.#options.now()), 0);
    this.#cancelTimer = this.#options.timers.after(Math.min(wait, longestWaitMs), () => {
      if (wait > longestWaitMs) {
        this.#at(moment);
      } else {
        void this.#renew();
      }
    });
  }

  async #renew(): Promise<void> {
    const transport = this.#transport;
    const { accessToken } = this.#options;
    if (transport === undefined || typeof accessToken === 'string') {
      return;
    }
    try {
      const token = await accessToken();
      const renewal = (await transport.invoke(hubMethods.renewToken, [token])) as TokenRenewal;
      if (this.#transport !== transport) {
        return;
      }
      const before = this.#expiresAt;
      this.#expiresAt = Date.parse(renewal.expiresAt);
      if (this.#expiresAt <= before) {
        // The callback still gives the token there was: asked again, but not in a hurry.
        throw new GatewayError('Unauthenticated', 'The token callback gave no later token.');
      }
      this.#options.logger.debug?.('Token renewed.');
      this.#backoff.reset();
      this.#schedule();
    } catch (error) {
      if (this.#transport === transport) {
        this.#failed(toGatewayError(error));
      }
    }
  }

  #failed(error: GatewayError): void {
    const wait = this.#backoff.next(1_000);
    this.#options.logger.warn?.(`The token could not be renewed (${error.code}).`);
    if (error.code === 'Forbidden' || error.code === 'Unsupported' || this.#options.now() + wait >= this.#expiresAt) {
      this.stop();
      this.#options.onFailure(error);
      return;
    }
    this.#at(this.#options.now() + wait);
  }
}

/** When a JWT ends, milliseconds since 1970; undefined when it does not say. */
export function expiryOf(token: string): number | undefined {
  const payload = token.split('.')[1];
  if (payload === undefined) {
    return undefined;
  }
  try {
    const claims: unknown = JSON.parse(atob(payload.replace(/-/g, '+').replace(/_/g, '/')));
    const exp = typeof claims === 'object' && claims !== null && 'exp' in claims ? claims.exp : undefined;
    return typeof exp === 'number' && Number.isFinite(exp) ? exp * 1000 : undefined;
  } catch {
    return undefined;
  }
}
