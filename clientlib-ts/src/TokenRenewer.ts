import { Backoff } from './backoff.js';
import { hubMethods, type TokenRenewal } from './contracts.js';
import { GatewayError, toGatewayError } from './errors.js';
import type { AccessTokenSource, HubTransport } from './HubTransport.js';
import type { Logger } from './logger.js';
import type { Timers } from './timers.js';
import { lifeOf, restOf } from './tokenLife.js';

export interface TokenRenewerOptions {
  readonly accessToken: AccessTokenSource;
  readonly timers: Timers;
  readonly random: () => number;
  /** Milliseconds of a clock that only runs forward. */
  readonly monotonic: () => number;
  /** Milliseconds since 1970, as this machine believes. */
  readonly wallClock: () => number;
  readonly logger: Logger;
  /** Called when a renewal failed for good, or when the token ends before another attempt. */
  readonly onFailure: (error: GatewayError) => void;
}

/** At most one renewal in this time, however short a token's life seems to be. */
const shortestWaitMs = 1_000;

/** Longest wait of a browser's timer; a later moment is reached in steps. */
const longestWaitMs = 2 ** 31 - 1;

/** The token that a connection has. */
interface Held {
  /** By the gateway's clock; compares with that of another token only. */
  readonly expiresAt: number;
  /** On the monotonic clock. */
  readonly endsAt: number;
}

/**
 * Renews the token of the live connection before it ends, with what the token callback gives then. At about 80 % of its life, so
 * that a failed attempt leaves time for others; the jitter keeps the clients of one gateway apart. The life is counted from the
 * token's receipt on a monotonic clock, because this machine's time of day may be wrong. A token given as a text cannot be
 * renewed and is left to end.
 */
export class TokenRenewer {
  readonly #options: TokenRenewerOptions;
  readonly #backoff: Backoff;
  #transport: HubTransport | undefined;
  #cancelAttempt: (() => void) | undefined;
  #cancelEnd: (() => void) | undefined;

  constructor(options: TokenRenewerOptions) {
    this.#options = options;
    this.#backoff = new Backoff({ baseMs: 1_000, capMs: 30_000, random: options.random });
  }

  /** A connection is up. */
  connected(transport: HubTransport): void {
    this.stop();
    const life = transport.token === undefined ? undefined : lifeOf(transport.token);
    if (typeof this.#options.accessToken === 'string' || life === undefined) {
      return;
    }
    this.#transport = transport;
    const receivedAt = transport.tokenReceivedAt ?? this.#options.monotonic();
    this.#hold(life.expiresAt, receivedAt, restOf(life, this.#options.wallClock()));
  }

  /** The connection is gone; the next one comes with a fresh token anyway. */
  stop(): void {
    this.#cancelAttempt?.();
    this.#cancelEnd?.();
    this.#cancelAttempt = undefined;
    this.#cancelEnd = undefined;
    this.#transport = undefined;
  }

  /** The connection has a token that lasts so long from a moment of the monotonic clock on. */
  #hold(expiresAt: number, since: number, lifeMs: number): void {
    this.#backoff.reset();
    const held: Held = { expiresAt, endsAt: since + lifeMs };
    const renewAt = since + lifeMs * (0.75 + 0.1 * this.#options.random());
    this.#attemptAt(Math.max(renewAt, this.#options.monotonic() + shortestWaitMs), held);
    this.#cancelEnd?.();
    // The end of the token must be reported even while an attempt hangs.
    this.#cancelEnd = this.#at(Math.max(held.endsAt, this.#options.monotonic() + 2 * shortestWaitMs), () => {
      this.#giveUp(new GatewayError('Unauthenticated', 'The token ended before the token callback and the gateway had answered.'));
    });
  }

  #attemptAt(moment: number, held: Held): void {
    this.#cancelAttempt?.();
    this.#cancelAttempt = this.#at(moment, () => { void this.#renew(held); });
  }

  #at(moment: number, callback: () => void): () => void {
    const wait = Math.max(Math.round(moment - this.#options.monotonic()), 0);
    let cancel = this.#options.timers.after(Math.min(wait, longestWaitMs), () => {
      if (wait > longestWaitMs) {
        cancel = this.#at(moment, callback);
      } else {
        callback();
      }
    });
    return () => { cancel(); };
  }

  async #renew(held: Held): Promise<void> {
    const transport = this.#transport;
    const { accessToken } = this.#options;
    if (transport === undefined || typeof accessToken === 'string') {
      return;
    }
    try {
      const token = await accessToken();
      const askedAt = this.#options.monotonic();
      const { expiresAt: text, expiresInMs } = (await transport.invoke(hubMethods.renewToken, [token])) as TokenRenewal;
      if (this.#transport !== transport) {
        return;
      }
      const expiresAt = Date.parse(text);
      if (expiresAt <= held.expiresAt) {
        // The callback still returns the old token, so it is asked again after a while.
        throw new GatewayError('Unauthenticated', 'The token callback gave no later token.');
      }
      this.#options.logger.debug?.('Token renewed.');
      // A gateway of an earlier version does not state the remaining life.
      this.#hold(expiresAt, askedAt, expiresInMs ?? restOf(lifeOf(token) ?? { expiresAt, issuedAt: undefined }, this.#options.wallClock()));
    } catch (error) {
      if (this.#transport === transport) {
        this.#failed(toGatewayError(error), held);
      }
    }
  }

  #failed(error: GatewayError, held: Held): void {
    const next = this.#options.monotonic() + this.#backoff.next(1_000);
    this.#options.logger.warn?.(`The token could not be renewed (${error.code}).`);
    if (error.code === 'Forbidden' || error.code === 'Unsupported' || next >= held.endsAt) {
      this.#giveUp(error);
    } else {
      this.#attemptAt(next, held);
    }
  }

  #giveUp(error: GatewayError): void {
    this.stop();
    this.#options.onFailure(error);
  }
}
