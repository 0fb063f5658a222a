import { ChangeableStream } from './ChangeableStream.js';
import type { LaggedItem, StreamItem, StreamRequest } from './contracts.js';
import { hubMethods } from './contracts.js';
import { EventBatch, SnapshotBatch } from './EventBatch.js';
import { EventBuffer } from './EventBuffer.js';
import type { EventsRequest, EventStreamSettings, SessionStreamItem, TransportSource } from './eventsRequest.js';
import { isStreamItem, streamItemKinds, unfit } from './guards.js';
import type { Acceptance } from './ResumingPump.js';
import { PositionTracker, requireWholePosition, type StreamPosition } from './resume.js';
import type { StreamCall } from './subscription.js';

/**
 * Hop 6: a session's events as one iteration that survives drops of the connection and restarts of the gateway: no item comes
 * twice and none is lost without a `gap` or `lagged`.
 */
export class EventStream extends ChangeableStream<SessionStreamItem, StreamPosition, StreamRequest> {
  readonly #sessionId: string;
  readonly #dropWhenFull: boolean;
  readonly #events: EventBuffer<SessionStreamItem>;
  readonly #tracker: PositionTracker;
  /** False while a first subscription that asked for a snapshot has not got it. */
  #begun: boolean;
  #startsAnew = false;
  #delivered: StreamPosition | undefined;

  constructor(source: TransportSource, sessionId: string, request: EventsRequest = {}, settings: EventStreamSettings = {}) {
    const { signal, clientBufferEvents = 10_000, onOverflow = 'pause', ...wire } = request;
    requireWholePosition(wire.resumeAfter, wire.epoch, 'resumeAfter', 'epoch');
    const buffer = new EventBuffer<SessionStreamItem>(Math.max(1, clientBufferEvents));
    super(wire, { source, buffer, limit: clientBufferEvents, signal, settings, what: `session ${sessionId}` });
    this.#sessionId = sessionId;
    this.#events = buffer;
    this.#dropWhenFull = onOverflow === 'drop';
    this.#tracker = new PositionTracker(
      wire.resumeAfter === undefined ? undefined : { epoch: wire.epoch, sequence: wire.resumeAfter },
      { snapshotAfterGap: wire.snapshot === 'afterGap' || wire.snapshot === 'always' });
    this.#begun = wire.snapshot !== 'always' || wire.resumeAfter !== undefined;
    this.#delivered = this.#tracker.position;
  }

  /** The position after the last item that was handed out; worth keeping across page loads as `resumeAfter` and `epoch`. */
  get position(): StreamPosition | undefined {
    return this.#delivered;
  }

  protected override begin(): StreamCall {
    // A resume of a stream that has delivered only its start would bring no snapshot, so the stream starts again and says so.
    this.#startsAnew = !this.#begun;
    if (this.#startsAnew) {
      this.#tracker.startAnew();
    }
    const from = this.#tracker.resumeFrom;
    const request: StreamRequest = from === undefined ? this.request : { ...this.request, resumeAfter: from.sequence, epoch: from.epoch };
    this.#tracker.beginSubscription();
    return { method: hubMethods.streamSession, args: [this.#sessionId, request] };
  }

  protected override accept(raw: unknown): Acceptance<SessionStreamItem, StreamPosition> {
    if (!isStreamItem(raw)) {
      return unfit(raw, streamItemKinds);
    }
    const verdict = this.#tracker.accept(raw);
    if (verdict.kind !== 'deliver') {
      return verdict;
    }
    const { item, lagged } = verdict;
    const proven = item.kind === 'events' || item.kind === 'idle';
    const moved = proven || item.kind === 'snapshot';
    this.#begun ||= moved;
    return { kind: 'deliver', item: this.#withClientFields(item), ahead: lagged, after: this.#tracker.position, moved, proven };
  }

  protected override handedOut(after: StreamPosition | undefined): void {
    this.#delivered = after ?? this.#delivered;
  }

  protected override makeRoom(): boolean {
    if (this.#dropWhenFull) {
      this.#events.dropOldest((dropped): LaggedItem => ({ kind: 'lagged', conflated: 0, dropped }));
    }
    return this.#dropWhenFull;
  }

  #withClientFields(item: StreamItem): SessionStreamItem {
    switch (item.kind) {
      case 'events':
        return EventBatch.of(item);
      case 'snapshot':
        return SnapshotBatch.of(item);
      case 'started': {
        const cause = this.subscriptionStarted(item.subscriptionId);
        return this.#startsAnew || cause === undefined ? { ...item, resumed: false } : { ...item, resumed: true, resumeCause: cause };
      }
      default:
        return item;
    }
  }
}
