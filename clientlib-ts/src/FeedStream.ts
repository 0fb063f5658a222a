import { hubMethods } from './contracts.js';
import { GatewayError } from './errors.js';
import type { EventStreamSettings, ResumeCause, TransportSource } from './eventsRequest.js';
import type {
  FeedChangesItem, FeedCursor, FeedItem, FeedPosition, FeedRequest, FeedStartedItem,
} from './feedContracts.js';
import { areNumbers, isRecord, unfit } from './guards.js';
import { newPart } from './newPart.js';
import { ResumableStream } from './ResumableStream.js';
import type { Acceptance } from './ResumingPump.js';
import { requireWholePosition } from './resume.js';
import { StreamBuffer } from './StreamBuffer.js';
import type { StreamCall } from './subscription.js';

export interface FeedStreamRequest extends FeedRequest {
  /** Not here: a position is given as `after` and `feedEpoch`. */
  readonly sequence?: never;
  /** Ends the stream; the iteration throws the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** Size of this client's own buffer in changes. Default 10 000; when it is full, the stream pauses. */
  readonly clientBufferChanges?: number | undefined;
}

/** The wire's `started`, with what only the client knows. */
export interface FeedStreamStartedItem extends FeedStartedItem {
  /** False where the stream begins, true where a later subscription continues it. */
  readonly resumed: boolean;
  readonly resumeCause?: ResumeCause;
}

export type FeedStreamItem = FeedStreamStartedItem | Exclude<FeedItem, FeedStartedItem>;

/** What a feed needs of its client. */
export interface FeedHost extends TransportSource {
  call<T>(method: string, ...args: readonly unknown[]): Promise<T>;
}

const rules = {
  weightOf: (item: FeedStreamItem): number => (item.kind === 'changes' ? Math.max(1, item.changes.length) : 1),
  isIdle: (item: FeedStreamItem): boolean => item.kind === 'idle',
};

/** The gateway's changes as one iteration that resumes by itself: each once, in order, and a `reset` where some cannot be had. */
export class FeedStream extends ResumableStream<FeedStreamItem, FeedPosition> {
  readonly #host: FeedHost;
  readonly #request: FeedRequest;
  #received: FeedPosition | undefined;
  #delivered: FeedPosition | undefined;
  #epoch: string | undefined;

  constructor(host: FeedHost, request: FeedStreamRequest = {}, settings: EventStreamSettings = {}) {
    const { signal, clientBufferChanges = 10_000, ...wire } = request;
    requireWholePosition(wire.after, wire.feedEpoch, 'after', 'feedEpoch');
    super({ source: host, buffer: new StreamBuffer(Math.max(1, clientBufferChanges), rules), limit: clientBufferChanges, signal, settings, what: 'the feed' });
    this.#host = host;
    this.#request = wire;
    if (wire.after !== undefined && wire.feedEpoch !== undefined && wire.cursor === undefined) {
      this.#received = { feedEpoch: wire.feedEpoch, sequence: wire.after };
      this.#delivered = this.#received;
    }
  }

  /** The position after the last item that was handed out; worth keeping as `after` and `feedEpoch`. */
  get position(): FeedPosition | undefined {
    return this.#delivered;
  }

  /**
   * Has the gateway keep the position under the request's `cursor`. What was handed out after it comes again to whoever
   * continues from there: commit what has been dealt with.
   */
  async commit(): Promise<void> {
    const { cursor } = this.#request;
    if (cursor === undefined) {
      throw new GatewayError('InvalidArgument', 'The feed was asked for without a cursor; name one in the request.');
    }
    if (this.#delivered !== undefined) {
      const committed: FeedCursor = { name: cursor, ...this.#delivered };
      await this.#host.call<unknown>(hubMethods.commitFeedCursor, committed);
    }
  }

  protected override begin(): StreamCall {
    this.#epoch = undefined;
    const { after, feedEpoch, cursor, ...filters } = this.#request;
    const from = this.#received;
    const start = from === undefined ? { after, feedEpoch, cursor } : { after: from.sequence, feedEpoch: from.feedEpoch };
    return { method: hubMethods.streamFeed, args: [{ ...filters, ...start }] };
  }

  protected override accept(raw: unknown): Acceptance<FeedStreamItem, FeedPosition> {
    if (!isFeedItem(raw)) {
      return unfit(raw, feedItemKinds);
    }
    if (raw.kind === 'started') {
      return this.#start(raw);
    }
    const at = this.#received;
    if (this.#epoch === undefined || at === undefined) {
      return { kind: 'violation', detail: `The feed began with '${raw.kind}'.` };
    }
    if (raw.kind === 'reset') {
      this.#epoch = raw.feedEpoch;
      return this.#moveTo(raw.oldest - 1, raw);
    }
    if (at.feedEpoch !== this.#epoch) {
      return { kind: 'violation', detail: 'The feed\'s epoch changed without a reset.' };
    }
    return raw.kind === 'idle' ? this.#moveTo(Math.max(raw.sequence, at.sequence), raw) : this.#take(raw, at.sequence);
  }

  protected override handedOut(after: FeedPosition | undefined): void {
    this.#delivered = after ?? this.#delivered;
  }

  #start(item: FeedStartedItem): Acceptance<FeedStreamItem, FeedPosition> {
    this.#epoch = item.feedEpoch;
    const cause = this.subscriptionStarted();
    // An own position stays until a reset says that it does not hold any more: only then may a change be skipped.
    this.#received ??= { feedEpoch: item.feedEpoch, sequence: item.after };
    if (this.#received.sequence === 0 && this.#received.feedEpoch === item.feedEpoch) {
      // From the oldest that is retained, wherever that is.
      this.#received = { feedEpoch: item.feedEpoch, sequence: item.after };
    }
    const started: FeedStreamStartedItem = cause === undefined ? { ...item, resumed: false } : { ...item, resumed: true, resumeCause: cause };
    return { kind: 'deliver', item: started, after: this.#received, moved: false, proven: false };
  }

  #take(item: FeedChangesItem, have: number): Acceptance<FeedStreamItem, FeedPosition> {
    const part = newPart(item, item.changes, have);
    return part.kind === 'new' ? this.#moveTo(item.last, { ...item, first: part.first, changes: part.entries }) : part;
  }

  #moveTo(sequence: number, item: FeedStreamItem): Acceptance<FeedStreamItem, FeedPosition> {
    this.#received = { feedEpoch: this.#epoch ?? '', sequence };
    return { kind: 'deliver', item, after: this.#received, moved: true, proven: true };
  }
}

const feedItemKinds: ReadonlySet<string> = new Set<FeedItem['kind']>(['started', 'changes', 'reset', 'idle']);

/** Whether a value from the wire is a feed item of this version. */
function isFeedItem(value: unknown): value is FeedItem {
  if (!isRecord(value)) {
    return false;
  }
  switch (value['kind']) {
    case 'started':
      return typeof value['feedEpoch'] === 'string' && areNumbers(value, 'oldest', 'latest', 'after');
    case 'changes':
      return areNumbers(value, 'first', 'last') && Array.isArray(value['changes']);
    case 'reset':
      return typeof value['feedEpoch'] === 'string' && areNumbers(value, 'oldest', 'latest', 'requestedAfter');
    case 'idle':
      return areNumbers(value, 'sequence');
    default:
      return false;
  }
}
