import { AddressRing } from './AddressRing.js';
import { Backoff, type BackoffOptions } from './backoff.js';
import { GatewayError, toGatewayError } from './errors.js';
import type { HubTransport, HubTransportFactory } from './HubTransport.js';
import type { Logger } from './logger.js';
import { Listeners } from './listeners.js';
import { realTimers, type Timers } from './timers.js';

/**
 * `disconnected`: not connecting (before the first use, attempts exhausted, or the token refused). `connecting`: first connection not yet there.
 * `reconnecting`: it was there and is being restored. `closed`: closed by the application, for good.
 */
export type ConnectionState = 'disconnected' | 'connecting' | 'connected' | 'reconnecting' | 'closed';

/** One transition. */
export interface ConnectionStateChange {
  readonly state: ConnectionState;
  readonly previous: ConnectionState;
  /** The address of the connection: of that which is there, was lost or is tried first. */
  readonly address: string;
  /** Why the connection ended, where that is known. */
  readonly error?: GatewayError;
}

export interface ReconnectOptions extends BackoffOptions {
  /** Failed attempts in a row after which it is given up; with several addresses an attempt is a round of all of them. Default: never. */
  readonly maxAttempts?: number | undefined;
  /** A connection that lived this long, milliseconds, counts as good: the backoff starts over. Default 5 000. */
  readonly stableAfterMs?: number | undefined;
}

export interface KeeperOptions extends ReconnectOptions {
  /** Where the gateway is; the first one is tried first. */
  readonly addresses?: readonly string[] | undefined;
  readonly timers?: Timers | undefined;
}

interface Waiter {
  readonly resolve: (transport: HubTransport) => void;
  readonly reject: (error: unknown) => void;
}

/** Keeps one hub connection alive: first connect, drops and restarts alike, each attempt with a fresh transport. */
export class ConnectionKeeper {
  readonly #factory: HubTransportFactory;
  readonly #timers: Timers;
  readonly #logger: Logger;
  readonly #backoff: Backoff;
  readonly #ring: AddressRing;
  readonly #maxAttempts: number;
  readonly #stableAfterMs: number;
  readonly #listeners = new Listeners<ConnectionStateChange>();
  readonly #waiters = new Set<Waiter>();
  #state: ConnectionState = 'disconnected';
  #transport: HubTransport | undefined;
  #cancelTimer: (() => void) | undefined;
  #lastError: GatewayError | undefined;
  #hasWarned = false;
  /** How the token was refused, and how many addresses have still to be tried because of it. */
  #refusal: { readonly error: GatewayError; left: number } | undefined;

  constructor(factory: HubTransportFactory, options: KeeperOptions = {}, logger: Logger = {}) {
    this.#factory = factory;
    this.#timers = options.timers ?? realTimers;
    this.#logger = logger;
    this.#backoff = new Backoff(options);
    this.#ring = new AddressRing(options.addresses ?? ['']);
    this.#maxAttempts = options.maxAttempts ?? Number.POSITIVE_INFINITY;
    this.#stableAfterMs = options.stableAfterMs ?? 5_000;
  }

  get state(): ConnectionState {
    return this.#state;
  }

  /** The address of the connection, or that which is tried for the next one. */
  get address(): string {
    return this.#ring.current;
  }

  /** Why the latest attempt or connection failed; undefined while connected. */
  get lastError(): GatewayError | undefined {
    return this.#lastError;
  }

  onState(listener: (change: ConnectionStateChange) => void): () => void {
    return this.#listeners.add(listener);
  }

  /**
   * The live connection, waited for while it is being made.
   *
   * @throws GatewayError `ClientClosed`; `Unauthenticated` or `Forbidden` when the gateway refused the token, where that can be told;
   * `ConnectionLost` when attempts are exhausted; the signal's reason on abort.
   */
  ready(signal?: AbortSignal): Promise<HubTransport> {
    if (signal?.aborted === true) {
      return Promise.reject(asError(signal.reason));
    }
    if (this.#state === 'closed') {
      return Promise.reject(clientClosed());
    }
    if (this.#state === 'connected' && this.#transport !== undefined) {
      return Promise.resolve(this.#transport);
    }
    const waiting = this.#wait(signal);
    if (this.#state === 'disconnected') {
      this.#move('connecting');
      void this.#attempt();
    }
    return waiting;
  }

  /**
   * The gateway behind this connection is stopping. True when there is another address: the connection is left, and the next one is made at
   * once. False when there is none, and the connection is kept as long as it lasts.
   */
  changeOver(transport: HubTransport, reason: GatewayError): boolean {
    if (this.#ring.size === 1) {
      return false;
    }
    if (this.#transport === transport && this.#state === 'connected') {
      this.#dropped(transport, reason);
      void transport.stop();
    }
    return true;
  }

  /** Ends the connection for good. Harmless when repeated. */
  async close(): Promise<void> {
    if (this.#state === 'closed') {
      return;
    }
    const transport = this.#transport;
    this.#transport = undefined;
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
    this.#move('closed');
    this.#failWaiters(clientClosed());
    await transport?.stop();
  }

  #wait(signal: AbortSignal | undefined): Promise<HubTransport> {
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        this.#waiters.delete(waiter);
        signal?.removeEventListener('abort', abort);
      };
      const abort = (): void => {
        leave();
        reject(asError(signal?.reason));
      };
      const waiter: Waiter = {
        resolve: (transport) => { leave(); resolve(transport); },
        reject: (error) => { leave(); reject(asError(error)); },
      };
      this.#waiters.add(waiter);
      signal?.addEventListener('abort', abort);
    });
  }

  async #attempt(): Promise<void> {
    const transport = this.#factory(this.#ring.current);
    this.#transport = transport;
    transport.onClose((error) => { this.#dropped(transport, error); });
    try {
      await transport.start();
    } catch (error) {
      if (this.#transport === transport) {
        this.#failed(toGatewayError(error));
      }
      return;
    }
    if (this.#transport !== transport) {
      await transport.stop();
      return;
    }
    this.#lastError = undefined;
    this.#refusal = undefined;
    this.#hasWarned = false;
    this.#cancelTimer = this.#timers.after(this.#stableAfterMs, () => {
      this.#backoff.reset();
      this.#ring.reset();
    });
    this.#move('connected');
    for (const waiter of [...this.#waiters]) {
      waiter.resolve(transport);
    }
  }

  #failed(error: GatewayError): void {
    this.#transport = undefined;
    this.#lastError = error;
    const isRoundOver = this.#ring.next();
    if (this.#isRefused(error)) {
      this.#giveUp(this.#refusal?.error ?? error);
    } else if (isRoundOver && this.#backoff.attempts + 1 >= this.#maxAttempts) {
      this.#giveUp(error);
    } else {
      this.#again(isRoundOver);
    }
  }

  /**
   * Whether the token is refused for good: by one address, and none of the others has taken it after that. So one gateway that is set up
   * wrongly ends nothing.
   */
  #isRefused(error: GatewayError): boolean {
    if (isRefusal(error)) {
      this.#refusal ??= { error, left: this.#ring.size };
    }
    return this.#refusal !== undefined && --this.#refusal.left === 0;
  }

  /** Only the next call of the application tries again. */
  #giveUp(error: GatewayError): void {
    this.#refusal = undefined;
    this.#backoff.reset();
    this.#ring.reset();
    this.#move('disconnected', error);
    this.#failWaiters(error);
  }

  #dropped(transport: HubTransport, error: Error | undefined): void {
    // A transport that ends while it is starting has already failed its start, and the end of a replaced one does not matter.
    if (this.#transport !== transport || this.#state !== 'connected') {
      return;
    }
    this.#transport = undefined;
    this.#lastError = error === undefined ? new GatewayError('ConnectionLost', 'The server closed the connection.') : toLost(error);
    this.#cancelTimer?.();
    this.#move('reconnecting', this.#lastError);
    this.#again(this.#ring.next());
  }

  /** The next attempt: at once with an address whose turn it is, and after a wait when each has had its turn. */
  #again(isRoundOver: boolean): void {
    if (this.#state === 'closed') {
      return;
    }
    const delayMs = isRoundOver ? this.#backoff.next(this.#lastError?.retryAfterMs) : 0;
    const text = `No connection (${this.#lastError?.message ?? 'unknown'}); attempt ${this.#backoff.attempts} in ${delayMs} ms at ${this.#ring.current}.`;
    // One entry per lost connection; that more attempts fail is of interest to whoever looks for the cause.
    if (!this.#hasWarned) {
      this.#hasWarned = true;
      this.#logger.warn?.(text);
    } else {
      this.#logger.debug?.(text);
    }
    if (isRoundOver) {
      this.#cancelTimer = this.#timers.after(delayMs, () => { void this.#attempt(); });
    } else {
      void this.#attempt();
    }
  }

  #failWaiters(error: GatewayError): void {
    for (const waiter of [...this.#waiters]) {
      waiter.reject(error);
    }
  }

  #move(state: ConnectionState, error?: GatewayError): void {
    const previous = this.#state;
    if (previous === state) {
      return;
    }
    this.#state = state;
    this.#logger.debug?.(`Connection ${previous} -> ${state}.`);
    this.#listeners.emit({ state, previous, address: this.#ring.current, ...(error === undefined ? undefined : { error }) });
  }
}

function toLost(error: Error): GatewayError {
  const known = toGatewayError(error);
  return known.code === 'UnknownError' ? new GatewayError('ConnectionLost', error.message, { cause: error }) : known;
}

function isRefusal({ code }: GatewayError): boolean {
  return code === 'Unauthenticated' || code === 'Forbidden';
}

function clientClosed(): GatewayError {
  return new GatewayError('ClientClosed', 'The client was closed.');
}

function asError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error(String(reason));
}
