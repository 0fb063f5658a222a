import { hubMethods, type StreamRequest, type StreamSettings } from '../contracts.js';
import { GatewayError } from '../errors.js';
import { isRecord, isStreamItem } from '../guards.js';
import type { HubTransport, StreamObserver } from '../HubTransport.js';
import type { Timers } from '../timers.js';
import { SharedCursor } from './SharedCursor.js';
import { askAgain, type SharedReading } from './SharedReading.js';
import { maxUntaken, type TabOutlet } from './TabOutlet.js';

/** What a tab's stream needs of the connection. */
export interface TabStreamHost {
  readonly transport: HubTransport;
  readonly timers: Timers;
  /** The shared reading of a session for a request that can be shared. */
  readingOf(sessionId: string, request: StreamRequest): SharedReading;
  newSubscriptionId(): string;
}

/** One stream of a tab: on the connection, but its own. */
export class TabStream {
  readonly outlet: TabOutlet;
  protected readonly host: TabStreamHost;
  #dispose: (() => void) | undefined;

  constructor(host: TabStreamHost, outlet: TabOutlet) {
    this.host = host;
    this.outlet = outlet;
  }

  open(method: string, args: readonly unknown[]): void {
    const observer: StreamObserver = {
      next: (item) => { this.pass(item); },
      complete: () => { this.outlet.complete(); },
      error: (error) => { this.outlet.fail(error); },
    };
    this.#dispose = this.host.transport.stream(method, args, observer);
  }

  taken(): void {
    this.outlet.taken();
  }

  cancel(): void {
    this.close();
    this.outlet.discard();
  }

  /** Changes the settings, if this is the stream and it is for the worker to do; undefined: the gateway has to. */
  update?(subscriptionId: string, settings: StreamSettings): StreamSettings | undefined;

  protected pass(item: unknown): void {
    if (this.outlet.ended) {
      return;
    }
    this.outlet.put(item);
    if (this.outlet.untaken >= maxUntaken) {
      this.close();
      this.outlet.fail(askAgain('The tab takes nothing.'));
    }
  }

  protected close(): void {
    this.#dispose?.();
    this.#dispose = undefined;
  }
}

/**
 * A tab's conflated stream of a session. It takes part in the shared reading; a tab with a position that the reading does not cover is first
 * served by a stream of its own, from its position, and takes part once it has caught up.
 */
export class TabSessionStream extends TabStream {
  readonly #sessionId: string;
  #request: StreamRequest;
  #epoch: string | undefined;
  #subscriptionId: string | undefined;
  #cursor: SharedCursor | undefined;

  constructor(host: TabStreamHost, outlet: TabOutlet, sessionId: string, request: StreamRequest) {
    super(host, outlet);
    this.#sessionId = sessionId;
    this.#request = request;
  }

  begin(): void {
    const { resumeAfter, epoch } = this.#request;
    const reading = this.host.readingOf(this.#sessionId, this.#request);
    if (resumeAfter === undefined || reading.covers({ epoch, sequence: resumeAfter })) {
      this.#join(reading, resumeAfter, this.host.newSubscriptionId(), false);
    } else {
      this.open(hubMethods.streamSession, [this.#sessionId, this.#request]);
    }
  }

  override taken(): void {
    super.taken();
    this.#cursor?.offer(undefined);
  }

  override update(subscriptionId: string, settings: StreamSettings): StreamSettings | undefined {
    if (subscriptionId !== this.#subscriptionId) {
      return undefined;
    }
    const { snapshot = false, ...lasting } = settings;
    const { filter: before } = this.#request;
    this.#request = { ...this.#request, ...lasting };
    if (this.#cursor === undefined) {
      return undefined;
    }
    if (!isShareable(this.#request) || JSON.stringify(before) !== JSON.stringify(lasting.filter)) {
      this.#cursor.sendAway('The stream is no longer one that tabs share.');
      this.#cursor = undefined;
      throw new GatewayError('NotFound', 'The stream begins again with the new settings.');
    }
    this.#cursor.change(lasting.flushIntervalMs, snapshot);
    return settings;
  }

  protected override pass(item: unknown): void {
    super.pass(item);
    const position = this.#positionAfter(item);
    if (position === undefined || this.outlet.ended || !isShareable(this.#request) || this.#subscriptionId === undefined) {
      return;
    }
    const reading = this.host.readingOf(this.#sessionId, this.#request);
    if (reading.covers(position)) {
      super.close();
      this.#join(reading, position.sequence, this.#subscriptionId, true);
    }
  }

  protected override close(): void {
    super.close();
    this.#cursor?.leave();
    this.#cursor = undefined;
  }

  #join(reading: SharedReading, sequence: number | undefined, subscriptionId: string, isStarted: boolean): void {
    this.#subscriptionId = subscriptionId;
    const { flushIntervalMs } = this.#request;
    this.#cursor = new SharedCursor(reading, this.outlet, { subscriptionId, sequence, flushIntervalMs, isStarted }, this.host.timers);
  }

  #positionAfter(item: unknown): { readonly epoch: string; readonly sequence: number } | undefined {
    if (!isStreamItem(item)) {
      return undefined;
    }
    if (item.kind === 'started') {
      this.#epoch = item.epoch;
      this.#subscriptionId = item.subscriptionId;
    }
    const sequence = item.kind === 'events' ? item.last : item.kind === 'idle' ? item.sequence : item.kind === 'snapshot' ? item.asOf : undefined;
    return sequence === undefined || this.#epoch === undefined ? undefined : { epoch: this.#epoch, sequence };
  }
}

const sharedMembers: ReadonlySet<string> = new Set(['resumeAfter', 'epoch', 'snapshot', 'mode', 'filter', 'flushIntervalMs', 'observer', 'onSlow']);

/** Whether tabs can share the stream: conflated, with a snapshot, and nothing asked for that belongs to one reader. */
export function isShareable(request: unknown): request is StreamRequest {
  return isRecord(request) && request['mode'] === 'conflate' && request['snapshot'] === 'always'
    && Object.entries(request).every(([name, value]) => value === undefined || sharedMembers.has(name));
}
