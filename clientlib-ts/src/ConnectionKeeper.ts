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
  /** Why the connection ended, where that is known. */
  readonly error?: GatewayError;
}

export interface ReconnectOptions extends BackoffOptions {
  /** Failed attempts in a row after which it is given up. Default: never. */
  readonly maxAttempts?: number | undefined;
  /** A connection that lived this long, milliseconds, counts as good: the backoff starts over. Default 5 000. */
  readonly stableAfterMs?: number | undefined;
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
  readonly #maxAttempts: number;
  readonly #stableAfterMs: number;
  readonly #listeners = new Listeners<ConnectionStateChange>();
  readonly #waiters = new Set<Waiter>();
  #state: ConnectionState = 'disconnected';
  #transport: HubTransport | undefined;
  #cancelTimer: (() => void) | undefined;
  #lastError: GatewayError | undefined;
  #hasWarned = false;

  constructor(factory: HubTransportFactory, options: ReconnectOptions & { readonly timers?: Timers | undefined } = {}, logger: Logger = {}) {
    this.#factory = factory;
    this.#timers = options.timers ?? realTimers;
    this.#logger = logger;
    this.#backoff = new Backoff(options);
    this.#maxAttempts = options.maxAttempts ?? Number.POSITIVE_INFINITY;
    this.#stableAfterMs = options.stableAfterMs ?? 5_000;
  }

  get state(): ConnectionState {
    return this.#state;
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
    const transport = this.#factory();
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
    this.#hasWarned = false;
    this.#cancelTimer = this.#timers.after(this.#stableAfterMs, () => { this.#backoff.reset(); });
    this.#move('connected');
    for (const waiter of [...this.#waiters]) {
      waiter.resolve(transport);
    }
  }

  #failed(error: GatewayError): void {
    this.#transport = undefined;
    this.#lastError = error;
    // After a refused token only the next call of the application tries again.
    if (isRefusal(error) || this.#backoff.attempts + 1 >= this.#maxAttempts) {
      this.#backoff.reset();
      this.#move('disconnected', error);
      this.#failWaiters(error);
      return;
    }
    this.#retryLater();
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
    this.#retryLater();
  }

  #retryLater(): void {
    const delayMs = this.#backoff.next(this.#lastError?.retryAfterMs);
    const text = `No connection (${this.#lastError?.message ?? 'unknown'}); attempt ${this.#backoff.attempts} in ${delayMs} ms.`;
    // One entry per lost connection; that more attempts fail is of interest to whoever looks for the cause.
    if (!this.#hasWarned) {
      this.#hasWarned = true;
      this.#logger.warn?.(text);
    } else {
      this.#logger.debug?.(text);
    }
    this.#cancelTimer = this.#timers.after(delayMs, () => { void this.#attempt(); });
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
    this.#listeners.emit(error === undefined ? { state, previous } : { state, previous, error });
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
