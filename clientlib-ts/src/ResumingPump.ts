import { Backoff } from './backoff.js';
import { GatewayError } from './errors.js';
import type { EventStreamSettings, EventStreamStatus, ResumeCause, TransportSource } from './eventsRequest.js';
import type { HubTransport } from './HubTransport.js';
import type { Logger } from './logger.js';
import type { Outlet } from './Outlet.js';
import type { RunningSettings } from './RunningSettings.js';
import { type Outcome, readSubscription, type StreamCall } from './subscription.js';
import { pause, realTimers, type Timers } from './timers.js';

/** What a stream makes of an item that arrived. */
export type Acceptance<T, P> =
  | {
    readonly kind: 'deliver';
    readonly item: T;
    /** Handed out directly before the item, to which it belongs. */
    readonly ahead?: T | undefined;
    /** Where the reader stands when the item is handed out. */
    readonly after: P | undefined;
    /** The position moved: what ends the stream behind this item does not bring the item again. */
    readonly moved: boolean;
    /** What was asked for has come: a violation before it is forgiven. */
    readonly proven: boolean;
  }
  | { readonly kind: 'duplicate' | 'held' }
  /** An item of a kind that a later version has. */
  | { readonly kind: 'unknown' }
  | { readonly kind: 'malformed' }
  | { readonly kind: 'violation'; readonly detail: string };

/** What a pump has to know of the stream that it fills. */
export interface StreamFeed<T, P> {
  /** For the log, such as `session 12`. */
  readonly what: string;
  /** The call of the next subscription, from the position of what was received. */
  begin(): StreamCall;
  accept(raw: unknown): Acceptance<T, P>;
  /** The buffer is full: true when room was made, false to pause the stream until the application has read. */
  makeRoom(): boolean;
}

/** Hop 6: fills a stream's outlet from the hub, subscribing again from the position after every interruption. */
export class ResumingPump<T, P> {
  readonly #source: TransportSource;
  readonly #feed: StreamFeed<T, P>;
  readonly #outlet: Outlet<T, P>;
  readonly #running: RunningSettings;
  readonly #timers: Timers;
  readonly #logger: Logger;
  readonly #backoff: Backoff;
  readonly #stop = new AbortController();
  #status: EventStreamStatus = 'waiting';
  #subscriptions = 0;
  #violations = 0;
  #hasMetUnknown = false;
  #cause: ResumeCause = 'connectionLost';
  #lostOn: HubTransport | undefined;
  #transport: HubTransport | undefined;

  constructor(source: TransportSource, feed: StreamFeed<T, P>, outlet: Outlet<T, P>, running: RunningSettings, settings: EventStreamSettings) {
    this.#source = source;
    this.#feed = feed;
    this.#outlet = outlet;
    this.#running = running;
    this.#timers = settings.timers ?? realTimers;
    this.#logger = settings.logger ?? {};
    this.#backoff = new Backoff(settings.backoff);
  }

  get status(): EventStreamStatus {
    return this.#status;
  }

  /** Subscriptions that the server answered. */
  get subscriptions(): number {
    return this.#subscriptions;
  }

  /** Runs until the stream ends. Throws what resuming cannot help. */
  async run(): Promise<void> {
    this.#status = 'retrying';
    while (await this.#round()) {
      // Each round is one subscription.
    }
  }

  stop(): void {
    this.#stop.abort();
  }

  /** To be told by the feed of the first item of a subscription. Undefined where the stream begins, else why it was resumed. */
  subscriptionStarted(subscriptionId?: string): ResumeCause | undefined {
    this.#subscriptions += 1;
    this.#status = 'streaming';
    if (subscriptionId !== undefined && this.#transport !== undefined) {
      this.#running.started({ transport: this.#transport, subscriptionId });
    }
    return this.#subscriptions === 1 ? undefined : this.#cause;
  }

  /** One subscription, and the wait before the next one. False when the stream is over. */
  async #round(): Promise<boolean> {
    const transport = await this.#source.ready(this.#stop.signal);
    if (transport === this.#lostOn) {
      // The connection is ending, but its end has not been reported yet; without a wait this loop would delay that report.
      this.#lostOn = undefined;
      return this.#pause(this.#backoff.next());
    }
    this.#transport = transport;
    const outcome = await readSubscription(transport, this.#feed.begin(), (raw) => this.#take(raw), this.#stop.signal);
    this.#running.interrupted();
    switch (outcome.kind) {
      case 'completed':
      case 'stopped':
        return false;
      case 'full':
        this.#cause = 'overflow';
        this.#status = 'paused';
        await this.#outlet.untilDrained();
        return !this.#stop.signal.aborted;
      case 'violated':
        return this.#afterViolation(outcome.detail);
      case 'failed':
        this.#lostOn = endsConnection(outcome.error) ? transport : undefined;
        return this.#afterFailure(outcome.error, transport);
    }
  }

  #afterViolation(detail: string): boolean {
    this.#violations += 1;
    if (this.#violations > 1) {
      throw new GatewayError('ProtocolViolation', detail);
    }
    this.#logger.warn?.(`Stream of ${this.#feed.what}: ${detail} Resuming from the last good position.`);
    this.#cause = 'violation';
    this.#status = 'retrying';
    return true;
  }

  #afterFailure(error: GatewayError, transport: HubTransport): Promise<boolean> | boolean {
    if (error.code === 'ConnectionLost') {
      // The connection keeper already waits for the connection; a second wait here would only add to it.
      this.#cause = 'connectionLost';
      this.#status = 'retrying';
      return true;
    }
    if (error.code === 'ProtocolViolation') {
      // Bytes that are no message: the connection ends, and the next one may be better.
      return this.#afterViolation(error.message);
    }
    if (error.duty !== 'retryWithResume') {
      throw error;
    }
    this.#cause = 'serverAsked';
    this.#status = 'retrying';
    if (error.code === 'GatewayStopping' && this.#source.changeOver?.(transport, error) === true) {
      return true;
    }
    const delayMs = this.#backoff.next(error.retryAfterMs);
    this.#logger.info?.(`Stream of ${this.#feed.what} ended with ${error.code}; resuming in ${delayMs} ms.`);
    return this.#pause(delayMs);
  }

  async #pause(delayMs: number): Promise<boolean> {
    await pause(this.#timers, delayMs, this.#stop.signal);
    return !this.#stop.signal.aborted;
  }

  #noteUnknown(): void {
    if (!this.#hasMetUnknown) {
      this.#hasMetUnknown = true;
      this.#logger.info?.(`Stream of ${this.#feed.what}: items of kinds that this version does not know are ignored.`);
    }
  }

  /** Takes one item; an outcome when this subscription cannot go on. */
  #take(raw: unknown): Outcome | undefined {
    const accepted = this.#feed.accept(raw);
    switch (accepted.kind) {
      case 'unknown':
        this.#noteUnknown();
        return undefined;
      case 'malformed':
        return { kind: 'violated', detail: 'The stream carried what is no item of it.' };
      case 'violation':
        return { kind: 'violated', detail: accepted.detail };
      case 'duplicate':
      case 'held':
        return undefined;
      case 'deliver':
        break;
    }
    if (accepted.proven) {
      this.#violations = 0;
      this.#backoff.reset();
    }
    if (accepted.ahead !== undefined) {
      this.#outlet.put(accepted.ahead, undefined);
    }
    this.#outlet.put(accepted.item, accepted.after);
    // The stream pauses only after an item that moved the position; otherwise a buffer that `started` already fills would never advance.
    return this.#outlet.isFull && !this.#feed.makeRoom() && accepted.moved ? { kind: 'full' } : undefined;
  }
}

function endsConnection({ code }: GatewayError): boolean {
  return code === 'ConnectionLost' || code === 'ProtocolViolation';
}
