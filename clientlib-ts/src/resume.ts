import type { EventsItem, GapItem, LaggedItem, StartedItem, StreamItem } from './contracts.js';
import { EventBatch, EventList } from './EventBatch.js';
import { GatewayError } from './errors.js';

/** The last event a client has. Sequences of different epochs do not compare. */
export interface StreamPosition {
  readonly epoch: string;
  readonly sequence: number;
}

/** Where to start; without an epoch the current one is assumed. */
export interface StartPosition {
  readonly epoch?: string | undefined;
  readonly sequence: number;
}

/** What to do with an item that arrived. */
export type Verdict =
  | {
    readonly kind: 'deliver';
    readonly item: StreamItem;
    /** What was merged or dropped in the item's span; comes directly before it. */
    readonly lagged?: LaggedItem | undefined;
  }
  /** Nothing is new in it. */
  | { readonly kind: 'duplicate' }
  /** Comes along with the item that it belongs to. */
  | { readonly kind: 'held' }
  | { readonly kind: 'violation'; readonly detail: string };

const duplicate: Verdict = { kind: 'duplicate' };

/**
 * Follows the position of one stream over any number of subscriptions. Events that were seen before are dropped or trimmed; a hole that
 * no item announced is a violation. It uses no I/O and no clock.
 */
export class PositionTracker {
  readonly #snapshotAfterGap: boolean;
  #position: StartPosition | undefined;
  /** Behind a gap whose snapshot is still to come: where the stream goes on, not yet where a resume may start. */
  #beyondGap: StartPosition | undefined;
  #streamEpoch: string | undefined;
  /** Its count belongs to the span that follows: after a drop in between, the server counts that span anew. */
  #lagged: LaggedItem | undefined;

  constructor(start?: StartPosition, options: { readonly snapshotAfterGap?: boolean } = {}) {
    this.#position = start;
    this.#snapshotAfterGap = options.snapshotAfterGap ?? false;
  }

  /** Undefined until the epoch is known. */
  get position(): StreamPosition | undefined {
    const position = this.#position;
    return position?.epoch === undefined ? undefined : { epoch: position.epoch, sequence: position.sequence };
  }

  /** What the next subscription has to ask for. */
  get resumeFrom(): StartPosition | undefined {
    return this.#position;
  }

  /** A new subscription begins: its first item has to be `started`. */
  beginSubscription(): void {
    this.#streamEpoch = undefined;
    this.#beyondGap = undefined;
    this.#lagged = undefined;
  }

  /** Forgets the position: the next subscription is a first one. */
  startAnew(): void {
    this.#position = undefined;
    this.beginSubscription();
  }

  accept(item: StreamItem): Verdict {
    if (item.kind === 'started') {
      this.#acceptStarted(item);
      return { kind: 'deliver', item };
    }
    const epoch = this.#streamEpoch;
    const base = this.#beyondGap ?? this.#position;
    if (epoch === undefined || base === undefined) {
      return violation(`The stream began with '${item.kind}'.`);
    }
    switch (item.kind) {
      case 'events':
        return this.#acceptEvents(item, epoch, base);
      case 'gap':
        this.#acceptGap(item, epoch, base);
        break;
      case 'snapshot':
        this.#moveTo(epoch, Math.max(item.asOf, base.epoch === epoch ? base.sequence : 0));
        break;
      case 'idle':
        if (base.epoch !== epoch) {
          return violation('The epoch changed without a gap.');
        }
        this.#moveTo(epoch, Math.max(item.sequence, base.sequence));
        break;
      case 'lagged':
        this.#lagged = this.#lagged === undefined ? item : {
          kind: 'lagged', conflated: this.#lagged.conflated + item.conflated, dropped: this.#lagged.dropped + item.dropped,
        };
        return { kind: 'held' };
      case 'access':
      case 'mode':
      case 'state':
        return { kind: 'deliver', item };
    }
    return { kind: 'deliver', item, lagged: this.#takeLagged() };
  }

  #acceptStarted(item: StartedItem): void {
    this.#streamEpoch = item.epoch;
    // With another epoch the old position stays until the gap that explains it is here: whoever resumes from it in
    // between is told of the gap again.
    this.#position = this.#position === undefined
      ? { epoch: item.epoch, sequence: item.resumedAfter }
      : { epoch: this.#position.epoch ?? item.epoch, sequence: this.#position.sequence };
  }

  #acceptEvents(item: EventsItem, epoch: string, base: StartPosition): Verdict {
    if (base.epoch !== epoch) {
      return violation('The epoch changed without a gap.');
    }
    const have = base.sequence;
    if (item.last <= have) {
      this.#lagged = undefined;
      return duplicate;
    }
    if (item.first > have + 1) {
      return violation(`Expected sequence ${have + 1}, got ${item.first} without a gap.`);
    }
    this.#moveTo(epoch, item.last);
    const lagged = this.#takeLagged();
    if (item.first === have + 1) {
      return { kind: 'deliver', item, lagged };
    }
    const events = item.events.filter((event) => event.sequence > have);
    return { kind: 'deliver', item: new EventBatch(have + 1, item.last, new EventList(events)), lagged };
  }

  #takeLagged(): LaggedItem | undefined {
    const lagged = this.#lagged;
    this.#lagged = undefined;
    return lagged;
  }

  #acceptGap(item: GapItem, epoch: string, base: StartPosition): void {
    const before = item.oldest - 1;
    // Only `ahead` and another epoch may move a position back: elsewhere the overlap is trimmed as seen before.
    const comparable = base.epoch === epoch && item.reason !== 'ahead';
    const beyond = { epoch, sequence: comparable ? Math.max(before, base.sequence) : before };
    if (this.#snapshotAfterGap) {
      // A resume from behind the gap would bring no snapshot, and values that changed in the gap would stay wrong. From
      // before it the gap is told again and the snapshot with it.
      this.#beyondGap = beyond;
    } else {
      this.#position = beyond;
    }
  }

  #moveTo(epoch: string, sequence: number): void {
    this.#position = { epoch, sequence };
    this.#beyondGap = undefined;
  }
}

function violation(detail: string): Verdict {
  return { kind: 'violation', detail };
}

/**
 * An epoch without a sequence is not a position, and the stream would begin with the next event. Most likely the caller passed the
 * sequence under another name.
 *
 * @throws GatewayError `InvalidArgument`.
 */
export function requireWholePosition(sequence: number | undefined, epoch: string | undefined, sequenceName: string, epochName: string): void {
  if (sequence === undefined && epoch !== undefined) {
    throw new GatewayError('InvalidArgument', `A position has two parts: set ${sequenceName} to its sequence together with ${epochName}.`);
  }
}
