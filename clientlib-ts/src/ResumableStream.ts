import { Backoff } from './backoff.js';
import type { StreamSettings } from './contracts.js';
import { hubMethods } from './contracts.js';
import { GatewayError, toGatewayError } from './errors.js';
import type { EventStreamSettings, EventStreamStatus, ResumeCause, TransportSource } from './eventsRequest.js';
import type { HubTransport } from './HubTransport.js';
import type { Logger } from './logger.js';
import type { StreamBuffer } from './StreamBuffer.js';
import { pause, realTimers, type Timers } from './timers.js';

type Outcome =
  | { readonly kind: 'completed' | 'stopped' | 'full' }
  | { readonly kind: 'violated'; readonly detail: string }
  | { readonly kind: 'failed'; readonly error: GatewayError };

interface Waiter<T> {
  readonly resolve: (result: IteratorResult<T, undefined>) => void;
  readonly reject: (error: unknown) => void;
}

/** What a stream makes of an item that arrived. */
export type Acceptance<T, P> =
  | {
    readonly kind: 'deliver';
    readonly item: T;
    /** Where the reader stands when the item is handed out. */
    readonly after: P | undefined;
    /** The position moved: what ends the stream behind this item does not bring the item again. */
    readonly moved: boolean;
    /** What was asked for has come: a violation before it is forgiven. */
    readonly proven: boolean;
  }
  | { readonly kind: 'duplicate' | 'unknown' }
  | { readonly kind: 'violation'; readonly detail: string };

/** The hub call that begins or continues a stream. */
export interface StreamCall {
  readonly method: string;
  readonly args: readonly unknown[];
}

export interface ResumableStreamOptions<T, P> {
  readonly source: TransportSource;
  readonly buffer: StreamBuffer<T, P>;
  /** The buffer's limit, in what it counts. */
  readonly limit: number;
  readonly signal: AbortSignal | undefined;
  readonly settings: EventStreamSettings;
  /** For the log, such as `session 12`. */
  readonly what: string;
}

/** A subscription that has said where it stands, and can be changed while it runs. */
interface Running {
  readonly transport: HubTransport;
  readonly subscriptionId: string;
}

/**
 * One iteration over any number of subscriptions: it subscribes when it is first read, and again from its position as often as
 * needed, so that no item comes twice and none is lost untold. What a position is and which item moves it is the subclass's.
 */
export abstract class ResumableStream<T, P> implements AsyncIterableIterator<T, undefined> {
  protected readonly buffer: StreamBuffer<T, P>;
  readonly #source: TransportSource;
  readonly #what: string;
  readonly #signal: AbortSignal | undefined;
  readonly #timers: Timers;
  readonly #logger: Logger;
  readonly #backoff: Backoff;
  readonly #lowWater: number;
  readonly #stop = new AbortController();
  readonly #waiters: Waiter<T>[] = [];
  readonly #startWaiters = new Set<() => void>();
  #status: EventStreamStatus = 'waiting';
  #subscriptions = 0;
  #violations = 0;
  #cause: ResumeCause = 'connectionLost';
  #lostOn: HubTransport | undefined;
  #subscribedOn: HubTransport | undefined;
  #running: Running | undefined;
  #failure: { readonly error: unknown } | undefined;
  #drained: (() => void) | undefined;

  protected constructor({ source, buffer, limit, signal, settings, what }: ResumableStreamOptions<T, P>) {
    this.buffer = buffer;
    this.#source = source;
    this.#what = what;
    this.#signal = signal;
    this.#timers = settings.timers ?? realTimers;
    this.#logger = settings.logger ?? {};
    this.#backoff = new Backoff(settings.backoff);
    // Resuming only when empty would leave the application idle for a round trip.
    this.#lowWater = Math.floor(limit / 4);
    signal?.addEventListener('abort', this.#onAbort);
  }

  get status(): EventStreamStatus {
    return this.#status;
  }

  /** How often the stream was subscribed anew. */
  get resumes(): number {
    return Math.max(0, this.#subscriptions - 1);
  }

  /** What waits in this client's buffer. */
  get buffered(): number {
    return this.buffer.size;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  /**
   * @throws GatewayError when the stream ended with a code that asks for more than resuming (duties `startOver`, `giveUp`,
   * `outcomeUnknown`); the signal's reason after an abort.
   */
  next(): Promise<IteratorResult<T, undefined>> {
    if (this.#signal?.aborted === true && this.#status !== 'ended') {
      this.#onAbort();
    }
    if (this.#status === 'waiting') {
      this.#status = 'retrying';
      void this.#run();
    }
    const entry = this.buffer.shift();
    if (entry !== undefined) {
      this.handedOut(entry.after);
      if (this.buffer.size <= this.#lowWater) {
        this.#drained?.();
      }
      return Promise.resolve({ done: false, value: entry.item });
    }
    if (this.#status === 'ended') {
      return this.#end();
    }
    return new Promise((resolve, reject) => { this.#waiters.push({ resolve, reject }); });
  }

  /** Ends the stream on the server too. What is still buffered is discarded. */
  return(): Promise<IteratorResult<T, undefined>> {
    this.#finish(undefined);
    this.buffer.clear();
    return Promise.resolve({ done: true, value: undefined });
  }

  /** The call of the next subscription, from the position of what was received. */
  protected abstract begin(): StreamCall;

  protected abstract accept(raw: unknown): Acceptance<T, P>;

  /** An item was handed out. */
  protected abstract handedOut(after: P | undefined): void;

  /** The buffer is full: true when room was made, false to pause the stream until the application has read. */
  protected makeRoom(): boolean {
    return false;
  }

  /** To be called by {@link accept} for the first item of a subscription. Undefined where the stream begins, else why it was resumed. */
  protected subscriptionStarted(subscriptionId?: string): ResumeCause | undefined {
    this.#subscriptions += 1;
    this.#setStatus('streaming');
    if (subscriptionId !== undefined && this.#subscribedOn !== undefined) {
      this.#running = { transport: this.#subscribedOn, subscriptionId };
      for (const started of [...this.#startWaiters]) {
        started();
      }
    }
    return this.#subscriptions === 1 ? undefined : this.#cause;
  }

  /** Whether the first subscription is still to come: it will take whatever the request says by then. */
  protected get unread(): boolean {
    return this.#status === 'waiting';
  }

  /** Changes the subscription there is, or the next one that starts. Settings are replaced as a whole, so doing it twice is harmless. */
  protected async change(settings: StreamSettings): Promise<StreamSettings> {
    let asked: Running | undefined;
    for (;;) {
      const running = await this.#whenRunning(asked);
      asked = running;
      try {
        return (await running.transport.invoke(hubMethods.updateStream, [running.subscriptionId, settings])) as StreamSettings;
      } catch (error) {
        const { code } = toGatewayError(error);
        // The subscription ended meanwhile; the one after it has to be told as well.
        if (code !== 'ConnectionLost' && code !== 'NotFound') {
          throw error;
        }
      }
    }
  }

  async #whenRunning(other: Running | undefined): Promise<Running> {
    while (this.#running === undefined || this.#running === other) {
      if (this.#status === 'ended') {
        throw new GatewayError('ClientClosed', 'The stream has ended.');
      }
      await new Promise<void>((resolve) => {
        const started = (): void => {
          this.#startWaiters.delete(started);
          resolve();
        };
        this.#startWaiters.add(started);
      });
    }
    return this.#running;
  }

  readonly #onAbort = (): void => {
    this.buffer.clear();
    this.#finish({ error: this.#signal?.reason });
  };

  async #run(): Promise<void> {
    try {
      while (await this.#round()) {
        // Each round is one subscription.
      }
      this.#finish(undefined);
    } catch (error) {
      this.#finish({ error });
    }
  }

  /** One subscription, and the wait before the next one. False when the stream is over. */
  async #round(): Promise<boolean> {
    const transport = await this.#source.ready(this.#stop.signal);
    if (transport === this.#lostOn) {
      // Its end is on the way but not here yet: asking it again and again would keep the news from arriving.
      this.#lostOn = undefined;
      await pause(this.#timers, this.#backoff.next(), this.#stop.signal);
      return !this.#stop.signal.aborted;
    }
    const outcome = await this.#subscribe(transport);
    this.#running = undefined;
    switch (outcome.kind) {
      case 'completed':
      case 'stopped':
        return false;
      case 'full':
        this.#cause = 'overflow';
        await this.#untilDrained();
        return !this.#stop.signal.aborted;
      case 'violated':
        this.#violations += 1;
        if (this.#violations > 1) {
          throw new GatewayError('ProtocolViolation', outcome.detail);
        }
        this.#logger.warn?.(`Stream of ${this.#what}: ${outcome.detail} Resuming from the last good position.`);
        this.#cause = 'violation';
        this.#setStatus('retrying');
        return true;
      case 'failed':
        this.#lostOn = outcome.error.code === 'ConnectionLost' ? transport : undefined;
        return this.#afterFailure(outcome.error);
    }
  }

  async #afterFailure(error: GatewayError): Promise<boolean> {
    if (error.code === 'ConnectionLost') {
      // The wait for the connection is the keeper's; a second one here would only add to it.
      this.#cause = 'connectionLost';
      this.#setStatus('retrying');
      return true;
    }
    if (error.duty !== 'retryWithResume') {
      throw error;
    }
    const delayMs = this.#backoff.next(error.retryAfterMs);
    this.#logger.info?.(`Stream of ${this.#what} ended with ${error.code}; resuming in ${delayMs} ms.`);
    this.#cause = 'serverAsked';
    this.#setStatus('retrying');
    await pause(this.#timers, delayMs, this.#stop.signal);
    return !this.#stop.signal.aborted;
  }

  #subscribe(transport: HubTransport): Promise<Outcome> {
    const { method, args } = this.begin();
    this.#subscribedOn = transport;
    return new Promise((resolve) => {
      let open = true;
      let dispose = (): void => undefined;
      const settle = (outcome: Outcome, cancel: boolean): void => {
        if (!open) {
          return;
        }
        open = false;
        this.#stop.signal.removeEventListener('abort', stop);
        if (cancel) {
          dispose();
        }
        resolve(outcome);
      };
      const stop = (): void => { settle({ kind: 'stopped' }, true); };
      this.#stop.signal.addEventListener('abort', stop);
      dispose = transport.stream(method, args, {
        next: (raw) => {
          const outcome = open ? this.#take(raw) : undefined;
          if (outcome !== undefined) {
            settle(outcome, true);
          }
        },
        complete: () => { settle({ kind: 'completed' }, false); },
        error: (error) => { settle({ kind: 'failed', error }, false); },
      });
      if (this.#stop.signal.aborted) {
        settle({ kind: 'stopped' }, true);
      }
    });
  }

  /** Takes one item; an outcome when this subscription cannot go on. */
  #take(raw: unknown): Outcome | undefined {
    const accepted = this.accept(raw);
    switch (accepted.kind) {
      case 'unknown':
        // A kind of a later version. Ignoring it could hide a loss, and resuming would meet it again.
        return { kind: 'failed', error: new GatewayError('ProtocolViolation', 'The stream carried an item this version does not know.') };
      case 'violation':
        return { kind: 'violated', detail: accepted.detail };
      case 'duplicate':
        return undefined;
      case 'deliver':
        break;
    }
    if (accepted.proven) {
      this.#violations = 0;
      this.#backoff.reset();
    }
    this.buffer.push(accepted.item, accepted.after);
    this.#hand();
    // Only behind an item that moved the position: a buffer so small that `started` fills it would never get further.
    return this.buffer.isFull && !this.makeRoom() && accepted.moved ? { kind: 'full' } : undefined;
  }

  /** Gives buffered items to whoever waits for one. */
  #hand(): void {
    while (this.#waiters.length > 0) {
      const entry = this.buffer.shift();
      if (entry === undefined) {
        return;
      }
      this.handedOut(entry.after);
      this.#waiters.shift()?.resolve({ done: false, value: entry.item });
    }
  }

  #untilDrained(): Promise<void> {
    if (this.buffer.size <= this.#lowWater) {
      return Promise.resolve();
    }
    this.#setStatus('paused');
    return new Promise((resolve) => {
      this.#drained = () => {
        this.#drained = undefined;
        resolve();
      };
    });
  }

  #setStatus(status: EventStreamStatus): void {
    if (this.#status !== 'ended') {
      this.#status = status;
    }
  }

  #finish(failure: { readonly error: unknown } | undefined): void {
    if (this.#status === 'ended') {
      return;
    }
    this.#status = 'ended';
    this.#failure = failure;
    this.#running = undefined;
    this.#signal?.removeEventListener('abort', this.#onAbort);
    this.#stop.abort();
    this.#drained?.();
    for (const started of [...this.#startWaiters]) {
      started();
    }
    for (const waiter of this.#waiters.splice(0)) {
      this.#end().then(waiter.resolve, waiter.reject);
    }
  }

  /** The end as an iterator tells it: the failure once, then done. */
  #end(): Promise<IteratorResult<T, undefined>> {
    const failure = this.#failure;
    this.#failure = undefined;
    if (failure === undefined) {
      return Promise.resolve({ done: true, value: undefined });
    }
    return Promise.reject(failure.error instanceof Error ? failure.error : new Error(String(failure.error)));
  }
}
