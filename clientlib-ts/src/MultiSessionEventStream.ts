import { ChangeableStream } from './ChangeableStream.js';
import { hubMethods, type StreamItem } from './contracts.js';
import { EventBatch, SnapshotBatch } from './EventBatch.js';
import { weightOf } from './EventBuffer.js';
import type { EventStreamSettings, ResumeCause, SessionStreamItem, SessionStartedItem, TransportSource } from './eventsRequest.js';
import { areNumbers, isRecord, isStreamItem, streamItemKinds, unfit } from './guards.js';
import type { Acceptance } from './ResumingPump.js';
import { PositionTracker, type StreamPosition } from './resume.js';
import { readCursor, writeCursor } from './multiSessionCursor.js';
import type {
  JoinedItem, LeftItem, LeftReason, RoutedItem, MultiSessionItem, MultiSessionRequest, MultiSessionStartedItem,
} from './multiSessionContracts.js';
import { StreamBuffer } from './StreamBuffer.js';
import type { StreamCall } from './subscription.js';

export interface MultiSessionEventsRequest extends MultiSessionRequest {
  /** Ends the stream; the iteration throws the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** Size of this client's own buffer in events. Default 10 000; when it is full, the stream pauses. */
  readonly clientBufferEvents?: number | undefined;
}

/** The wire's `started`, with what only the client knows. */
export interface MultiSessionStreamStartedItem extends MultiSessionStartedItem {
  /** False where the stream begins, true where a later subscription continues it. */
  readonly resumed: boolean;
  readonly resumeCause?: ResumeCause;
}

/** The wire's `joined`, with what only the client knows. */
export interface MultiSessionJoinedItem extends JoinedItem {
  /** It took part before the stream was resumed, and goes on. */
  readonly resumed: boolean;
}

/** The wire's `left`; or `gone`: when the stream was resumed, the session did not take part any more. */
export interface MultiSessionLeftItem extends Omit<LeftItem, 'reason'> {
  readonly reason: LeftReason | 'gone';
}

/** An item of one session's part. */
export interface MultiSessionRoutedItem extends Omit<RoutedItem, 'item'> {
  readonly item: Exclude<SessionStreamItem, SessionStartedItem>;
}

/** What the iteration yields. */
export type MultiSessionStreamItem =
  | MultiSessionStreamStartedItem | MultiSessionJoinedItem | MultiSessionLeftItem | MultiSessionRoutedItem
  | Exclude<MultiSessionItem, MultiSessionStartedItem | JoinedItem | LeftItem | RoutedItem>;

/** What handing an item out does to the positions. */
interface Move {
  readonly sessionId: string;
  /** Absent: the session is no more. */
  readonly to: StreamPosition | undefined;
}

interface Part {
  readonly tracker: PositionTracker;
  /** Takes part in the subscription there is. */
  present: boolean;
  /** The application knows that it takes part. */
  known: boolean;
  /** The session began with a snapshot that has not arrived yet; a resume from its position would never deliver it. */
  awaitsSnapshot: boolean;
}

const rules = {
  weightOf: (item: MultiSessionStreamItem): number => (item.kind === 'item' ? weightOf(item.item) : 1),
  isIdle: (item: MultiSessionStreamItem): boolean => item.kind === 'idle' || item.kind === 'cursor',
};

/**
 * The events of many sessions, those to come included, as one iteration that resumes by itself: per session no event comes
 * twice and none is lost without a `gap` or `lagged`.
 */
export class MultiSessionEventStream extends ChangeableStream<MultiSessionStreamItem, Move, MultiSessionRequest> {
  readonly #parts = new Map<string, Part>();
  readonly #delivered: Map<string, StreamPosition>;
  /** Something arrived that a new start would not deliver again. */
  #begun: boolean;
  /** The stream was resumed, and it is not yet known which of the earlier sessions are gone. */
  #recounts = false;

  constructor(source: TransportSource, request: MultiSessionEventsRequest = {}, settings: EventStreamSettings = {}) {
    const { signal, clientBufferEvents = 10_000, ...wire } = request;
    super(wire, { source, buffer: new StreamBuffer(Math.max(1, clientBufferEvents), rules), limit: clientBufferEvents, signal, settings, what: 'many sessions' });
    this.#begun = wire.cursor !== undefined;
    this.#delivered = wire.cursor === undefined ? new Map<string, StreamPosition>() : readCursor(wire.cursor);
    for (const [sessionId, position] of this.#delivered) {
      this.#parts.set(sessionId, this.#newPart(position));
    }
  }

  /** Where the stream stands after the last item that was handed out; worth keeping as `cursor`. */
  get cursor(): string {
    return writeCursor(this.#delivered);
  }

  /** The position in one session; undefined while the stream has none there. */
  positionIn(sessionId: string): StreamPosition | undefined {
    return this.#delivered.get(sessionId);
  }

  protected override begin(): StreamCall {
    const positions = new Map<string, StreamPosition>();
    for (const [sessionId, part] of this.#parts) {
      part.present = false;
      const position = part.tracker.position;
      if (!this.#begun || part.awaitsSnapshot || position === undefined) {
        part.tracker.startAnew();
      } else {
        part.tracker.beginSubscription();
        positions.set(sessionId, position);
      }
    }
    this.#recounts = true;
    const request = this.#begun ? { ...this.request, cursor: writeCursor(positions) } : this.request;
    return { method: hubMethods.streamSessions, args: [request] };
  }

  protected override accept(raw: unknown): Acceptance<MultiSessionStreamItem, Move> {
    if (!isMultiSessionItem(raw)) {
      return isRecord(raw) && raw['kind'] === 'item' ? unfit(raw['item'], streamItemKinds) : unfit(raw, multiSessionItemKinds);
    }
    switch (raw.kind) {
      case 'started': {
        const cause = this.subscriptionStarted(raw.subscriptionId);
        return deliver(cause === undefined ? { ...raw, resumed: false } : { ...raw, resumed: true, resumeCause: cause });
      }
      case 'joined':
        return this.#join(raw);
      case 'left':
        return this.#leave(raw);
      case 'item':
        return this.#route(raw);
      case 'cursor':
      case 'idle':
        this.#begun = true;
        this.#recount();
        return { ...deliver(raw), proven: true };
    }
  }

  protected override handedOut(after: Move | undefined): void {
    if (after?.to !== undefined) {
      this.#delivered.set(after.sessionId, after.to);
    } else if (after !== undefined) {
      this.#delivered.delete(after.sessionId);
    }
  }

  #join(item: JoinedItem): Acceptance<MultiSessionStreamItem, Move> {
    const { session: { sessionId }, epoch, resumedAfter, state } = item;
    let part = this.#parts.get(sessionId);
    if (part === undefined) {
      part = this.#newPart(undefined);
      this.#parts.set(sessionId, part);
    }
    part.awaitsSnapshot = this.request.snapshot === 'always' && part.tracker.position === undefined;
    // Joined anew within one subscription: the part's stream begins again.
    part.tracker.beginSubscription();
    part.tracker.accept({ kind: 'started', subscriptionId: '', epoch, oldest: 0, latest: 0, resumedAfter, state, limits: noLimits });
    part.present = true;
    const resumed = part.known;
    part.known = true;
    return deliver({ ...item, resumed }, { sessionId, to: part.tracker.position });
  }

  #leave(item: LeftItem): Acceptance<MultiSessionStreamItem, Move> {
    const part = this.#parts.get(item.sessionId);
    if (part === undefined) {
      return deliver(item);
    }
    part.present = false;
    part.known = false;
    if (item.reason === 'closed') {
      // A session that has left never returns under its id; the others continue after their last position.
      this.#parts.delete(item.sessionId);
      return deliver(item, { sessionId: item.sessionId, to: undefined });
    }
    return deliver(item);
  }

  #route(raw: RoutedItem): Acceptance<MultiSessionStreamItem, Move> {
    const part = this.#parts.get(raw.sessionId);
    if (part?.present !== true) {
      return { kind: 'violation', detail: `An item of session ${raw.sessionId} came, which has not joined.` };
    }
    const verdict = part.tracker.accept(raw.item);
    if (verdict.kind !== 'deliver') {
      return verdict.kind === 'violation' ? { ...verdict, detail: `Session ${raw.sessionId}: ${verdict.detail}` } : verdict;
    }
    const { kind } = verdict.item;
    const ahead: MultiSessionRoutedItem | undefined = verdict.lagged === undefined ? undefined : { ...raw, item: verdict.lagged };
    const proven = kind === 'events' || kind === 'idle';
    const moved = proven || kind === 'snapshot';
    this.#begun ||= moved;
    part.awaitsSnapshot &&= !moved;
    const item: MultiSessionRoutedItem = { ...raw, item: asDelivered(verdict.item) };
    return { kind: 'deliver', item, ahead, after: { sessionId: raw.sessionId, to: part.tracker.position }, moved, proven };
  }

  /** All present sessions have joined, so earlier sessions that have not joined are gone. */
  #recount(): void {
    if (!this.#recounts) {
      return;
    }
    this.#recounts = false;
    for (const [sessionId, part] of this.#parts) {
      if (part.known && !part.present) {
        part.known = false;
        this.outlet.put({ kind: 'left', sessionId, reason: 'gone' }, undefined);
      }
    }
  }

  #newPart(position: StreamPosition | undefined): Part {
    const { snapshot } = this.request;
    const tracker = new PositionTracker(position, { snapshotAfterGap: snapshot === 'afterGap' || snapshot === 'always' });
    return { tracker, present: false, known: false, awaitsSnapshot: false };
  }
}

/** What one session's part was granted is in the stream's own `started`. */
const noLimits = { bufferEvents: 0, maxBatch: 0, historyEvents: 0, historySeconds: 0, idleIntervalMs: 0 };

function deliver(item: MultiSessionStreamItem, after?: Move): Acceptance<MultiSessionStreamItem, Move> & { readonly kind: 'deliver' } {
  return { kind: 'deliver', item, after, moved: false, proven: false };
}

function asDelivered(item: StreamItem): MultiSessionRoutedItem['item'] {
  switch (item.kind) {
    case 'events':
      return EventBatch.of(item);
    case 'snapshot':
      return SnapshotBatch.of(item);
    case 'started':
      throw new TypeError('A part has no start of its own.');
    default:
      return item;
  }
}

const multiSessionItemKinds: ReadonlySet<string> = new Set<MultiSessionItem['kind']>(['started', 'joined', 'left', 'item', 'cursor', 'idle']);

/** Whether a value from the wire is an item of this version. */
export function isMultiSessionItem(value: unknown): value is MultiSessionItem {
  if (!isRecord(value)) {
    return false;
  }
  switch (value['kind']) {
    case 'started':
      return typeof value['subscriptionId'] === 'string' && isRecord(value['limits']);
    case 'joined':
      return isRecord(value['session']) && typeof value['session']['sessionId'] === 'string' && typeof value['epoch'] === 'string'
        && areNumbers(value, 'resumedAfter');
    case 'left':
      return typeof value['sessionId'] === 'string' && typeof value['reason'] === 'string';
    case 'item':
      return typeof value['sessionId'] === 'string' && isStreamItem(value['item']) && value['item'].kind !== 'started';
    case 'cursor':
      return typeof value['cursor'] === 'string';
    case 'idle':
      return true;
    default:
      return false;
  }
}
