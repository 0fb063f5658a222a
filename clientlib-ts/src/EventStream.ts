import { Backoff } from './backoff.js';
import { hubMethods, type LaggedItem, type StreamItem, type StreamRequest } from './contracts.js';
import { GatewayError } from './errors.js';
import { EventBatch, SnapshotBatch } from './EventBatch.js';
import type { EventsRequest, EventStreamSettings, EventStreamStatus, ResumeCause, SessionStreamItem, TransportSource } from './eventsRequest.js';
import type { HubTransport } from './HubTransport.js';
import { isStreamItem } from './guards.js';
import type { Logger } from './logger.js';
import { PositionTracker, type StreamPosition } from './resume.js';
import { StreamBuffer } from './StreamBuffer.js';
import { pause, realTimers, type Timers } from './timers.js';

type Outcome =
  | { readonly kind: 'completed' | 'stopped' | 'full' }
  | { readonly kind: 'violated'; readonly detail: string }
  | { readonly kind: 'failed'; readonly error: GatewayError };

interface Waiter {
  readonly resolve: (result: IteratorResult<SessionStreamItem, undefined>) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Hop 6: a session's events as one iteration that survives drops of the connection: it subscribes when it is first read, and
 * again from its position as often as needed, so that no item comes twice and none is lost without a `gap` or `lagged`.
 */
export class EventStream implements AsyncIterableIterator<SessionStreamItem, undefined> {
  readonly #source: TransportSource;
  readonly #sessionId: string;
  readonly #request: StreamRequest;
  readonly #dropWhenFull: boolean;
  readonly #signal: AbortSignal | undefined;
  readonly #timers: Timers;
  readonly #logger: Logger;
  readonly #backoff: Backoff;
  readonly #tracker: PositionTracker;
  readonly #buffer: StreamBuffer<SessionStreamItem>;
  readonly #lowWater: number;
  readonly #stop = new AbortController();
  readonly #waiters: Waiter[] = [];
  #status: EventStreamStatus = 'waiting';
  #running = false;
  #subscriptions = 0;
  /** False while a first subscription that asked for a snapshot has not got it. */
  #begun: boolean;
  #fresh = true;
  #violations = 0;
  #cause: ResumeCause = 'connectionLost';
  #lostOn: HubTransport | undefined;
  #delivered: StreamPosition | undefined;
  #failure: { readonly error: unknown } | undefined;
  #drained: (() => void) | undefined;

  constructor(source: TransportSource, sessionId: string, request: EventsRequest = {}, settings: EventStreamSettings = {}) {
    const { signal, clientBufferEvents = 10_000, onOverflow = 'pause', ...wire } = request;
    this.#source = source;
    this.#sessionId = sessionId;
    this.#request = wire;
    this.#dropWhenFull = onOverflow === 'drop';
    this.#signal = signal;
    this.#timers = settings.timers ?? realTimers;
    this.#logger = settings.logger ?? {};
    this.#backoff = new Backoff(settings.backoff);
    this.#tracker = new PositionTracker(
      wire.resumeAfter === undefined ? undefined : { epoch: wire.epoch, sequence: wire.resumeAfter },
      { snapshotAfterGap: wire.snapshot === 'afterGap' || wire.snapshot === 'always' });
    this.#begun = wire.snapshot !== 'always' || wire.resumeAfter !== undefined;
    this.#delivered = this.#tracker.position;
    this.#buffer = new StreamBuffer(Math.max(1, clientBufferEvents));
    // Resuming only when empty would leave the application idle for a round trip.
    this.#lowWater = Math.floor(clientBufferEvents / 4);
    signal?.addEventListener('abort', this.#onAbort);
  }

  /** The position after the last item that was handed out; worth keeping across page loads as `resumeAfter` and `epoch`. */
  get position(): StreamPosition | undefined {
    return this.#delivered;
  }

  get status(): EventStreamStatus {
    return this.#status;
  }

  /** How often the stream was subscribed anew. */
  get resumes(): number {
    return Math.max(0, this.#subscriptions - 1);
  }

  /** Events in this client's buffer. */
  get buffered(): number {
    return this.#buffer.size;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  /**
   * @throws GatewayError when the stream ended with a code that asks for more than resuming (duties `startOver`, `giveUp`,
   * `outcomeUnknown`); the signal's reason after an abort.
   */
  next(): Promise<IteratorResult<SessionStreamItem, undefined>> {
    if (this.#signal?.aborted === true && this.#status !== 'ended') {
      this.#onAbort();
    }
    if (!this.#running && this.#status !== 'ended') {
      this.#running = true;
      void this.#run();
    }
    const entry = this.#buffer.shift();
    if (entry !== undefined) {
      this.#delivered = entry.after ?? this.#delivered;
      if (this.#buffer.size <= this.#lowWater) {
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
  return(): Promise<IteratorResult<SessionStreamItem, undefined>> {
    this.#finish(undefined);
    this.#buffer.clear();
    return Promise.resolve({ done: true, value: undefined });
  }

  readonly #onAbort = (): void => {
    this.#buffer.clear();
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
        this.#logger.warn?.(`Stream of session ${this.#sessionId}: ${outcome.detail}`);
        if (this.#violations > 1) {
          throw new GatewayError('ProtocolViolation', outcome.detail);
        }
        this.#cause = 'violation';
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
    this.#logger.info?.(`Stream of session ${this.#sessionId} ended with ${error.code}; resuming in ${delayMs} ms.`);
    this.#cause = 'serverAsked';
    this.#setStatus('retrying');
    await pause(this.#timers, delayMs, this.#stop.signal);
    return !this.#stop.signal.aborted;
  }

  #subscribe(transport: HubTransport): Promise<Outcome> {
    if (!this.#begun) {
      // Resuming a stream that gave nothing but its start would bring no snapshot: it starts anew, and says so.
      this.#tracker.startAnew();
    }
    this.#fresh = !this.#begun || this.#subscriptions === 0;
    const from = this.#tracker.resumeFrom;
    const request: StreamRequest = from === undefined ? this.#request : { ...this.#request, resumeAfter: from.sequence, epoch: from.epoch };
    this.#tracker.beginSubscription();
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
      dispose = transport.stream(hubMethods.streamSession, [this.#sessionId, request], {
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

  /** Accepts one item; an outcome when this subscription cannot go on. */
  #take(raw: unknown): Outcome | undefined {
    if (!isStreamItem(raw)) {
      // A kind of a later version. Ignoring it could hide a loss, and resuming would meet it again.
      return { kind: 'failed', error: new GatewayError('ProtocolViolation', 'The stream carried an item this version does not know.') };
    }
    const verdict = this.#tracker.accept(raw);
    if (verdict.kind === 'violation') {
      return { kind: 'violated', detail: verdict.detail };
    }
    if (verdict.kind === 'duplicate') {
      return undefined;
    }
    this.#noteProgress(verdict.item);
    this.#buffer.push(this.#withClientFields(verdict.item), this.#tracker.position);
    this.#hand();
    if (!this.#buffer.isFull) {
      return undefined;
    }
    if (this.#dropWhenFull) {
      this.#buffer.dropOldest((dropped): LaggedItem => ({ kind: 'lagged', conflated: 0, dropped }));
      return undefined;
    }
    // Only behind an item that moved the position: a buffer so small that `started` fills it would never get further.
    return verdict.item.kind === 'events' || verdict.item.kind === 'snapshot' ? { kind: 'full' } : undefined;
  }

  #withClientFields(item: StreamItem): SessionStreamItem {
    if (item.kind === 'events') {
      return EventBatch.of(item);
    }
    if (item.kind === 'snapshot') {
      return SnapshotBatch.of(item);
    }
    if (item.kind !== 'started') {
      return item;
    }
    this.#subscriptions += 1;
    this.#setStatus('streaming');
    return this.#fresh ? { ...item, resumed: false } : { ...item, resumed: true, resumeCause: this.#cause };
  }

  #noteProgress(item: StreamItem): void {
    if (item.kind === 'snapshot' || item.kind === 'events' || item.kind === 'idle') {
      this.#begun = true;
    }
    if (item.kind === 'events' || item.kind === 'idle') {
      this.#violations = 0;
      this.#backoff.reset();
    }
  }

  /** Gives buffered items to whoever waits for one. */
  #hand(): void {
    while (this.#waiters.length > 0) {
      const entry = this.#buffer.shift();
      if (entry === undefined) {
        return;
      }
      this.#delivered = entry.after ?? this.#delivered;
      this.#waiters.shift()?.resolve({ done: false, value: entry.item });
    }
  }

  #untilDrained(): Promise<void> {
    if (this.#buffer.size <= this.#lowWater) {
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
    this.#signal?.removeEventListener('abort', this.#onAbort);
    this.#stop.abort();
    this.#drained?.();
    for (const waiter of this.#waiters.splice(0)) {
      this.#end().then(waiter.resolve, waiter.reject);
    }
  }

  /** The end as an iterator tells it: the failure once, then done. */
  #end(): Promise<IteratorResult<SessionStreamItem, undefined>> {
    const failure = this.#failure;
    this.#failure = undefined;
    if (failure === undefined) {
      return Promise.resolve({ done: true, value: undefined });
    }
    return Promise.reject(failure.error instanceof Error ? failure.error : new Error(String(failure.error)));
  }
}
