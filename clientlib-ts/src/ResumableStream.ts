import type { StreamSettings } from './contracts.js';
import type { EventStreamSettings, EventStreamStatus, ResumeCause, TransportSource } from './eventsRequest.js';
import { Outlet } from './Outlet.js';
import { type Acceptance, ResumingPump } from './ResumingPump.js';
import { RunningSettings } from './RunningSettings.js';
import type { StreamBuffer } from './StreamBuffer.js';
import type { StreamCall } from './subscription.js';

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

/**
 * One iteration over any number of subscriptions: it subscribes when it is first read, and again from its position as often as
 * needed, so that no item comes twice and every loss is reported. The subclass defines the position and which items move it.
 */
export abstract class ResumableStream<T, P> implements AsyncIterableIterator<T, undefined> {
  protected readonly outlet: Outlet<T, P>;
  readonly #running = new RunningSettings();
  readonly #pump: ResumingPump<T, P>;
  readonly #signal: AbortSignal | undefined;
  #unread = true;

  protected constructor({ source, buffer, limit, signal, settings, what }: ResumableStreamOptions<T, P>) {
    this.outlet = new Outlet(buffer, limit, (after) => { this.handedOut(after); });
    const feed = { what, begin: () => this.begin(), accept: (raw: unknown) => this.accept(raw), makeRoom: () => this.makeRoom() };
    this.#pump = new ResumingPump(source, feed, this.outlet, this.#running, settings);
    this.#signal = signal;
    signal?.addEventListener('abort', this.#onAbort);
  }

  get status(): EventStreamStatus {
    return this.outlet.ended ? 'ended' : this.#pump.status;
  }

  /** How often the stream was subscribed anew. */
  get resumes(): number {
    return Math.max(0, this.#pump.subscriptions - 1);
  }

  /** What waits in this client's buffer. */
  get buffered(): number {
    return this.outlet.size;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  /**
   * @throws GatewayError when the stream ended with a code that asks for more than resuming (duties `startOver`, `giveUp`,
   * `outcomeUnknown`); the signal's reason after an abort.
   */
  next(): Promise<IteratorResult<T, undefined>> {
    if (this.#signal?.aborted === true) {
      this.#onAbort();
    }
    if (this.#unread && !this.outlet.ended) {
      this.#unread = false;
      this.#pump.run().then(() => { this.#finish(undefined); }, (error: unknown) => { this.#finish({ error }); });
    }
    return this.outlet.take();
  }

  /** Ends the stream on the server too. What is still buffered is discarded. */
  return(): Promise<IteratorResult<T, undefined>> {
    this.#finish(undefined);
    this.outlet.discard();
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

  /** The stream is over. */
  protected ended(): void {
    // Most streams have nothing to give back.
  }

  /** To be called by {@link accept} for the first item of a subscription. Undefined where the stream begins, else why it was resumed. */
  protected subscriptionStarted(subscriptionId?: string): ResumeCause | undefined {
    return this.#pump.subscriptionStarted(subscriptionId);
  }

  /** Whether the first subscription is still to come: it will take whatever the request says by then. */
  protected get unread(): boolean {
    return this.#unread && !this.outlet.ended;
  }

  protected change(settings: StreamSettings): Promise<StreamSettings> {
    return this.#running.change(settings);
  }

  readonly #onAbort = (): void => {
    if (!this.outlet.ended) {
      this.outlet.discard();
      this.#finish({ error: this.#signal?.reason });
    }
  };

  #finish(failure: { readonly error: unknown } | undefined): void {
    this.#signal?.removeEventListener('abort', this.#onAbort);
    this.outlet.end(failure);
    this.#pump.stop();
    this.#running.ended();
    this.ended();
  }
}
