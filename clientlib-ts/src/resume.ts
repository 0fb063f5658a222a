import type { EventsItem, GapItem, StreamItem } from './contracts.js';

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
  | { readonly kind: 'deliver'; readonly item: StreamItem }
  | { readonly kind: 'duplicate' }
  | { readonly kind: 'violation'; readonly detail: string };

const duplicate: Verdict = { kind: 'duplicate' };

/**
 * Follows the position of one stream over any number of subscriptions: what was seen before is dropped or trimmed, a hole
 * nobody announced is a violation. No I/O, no time.
 */
export class PositionTracker {
  #position: StartPosition | undefined;
  #streamEpoch: string | undefined;

  constructor(start?: StartPosition) {
    this.#position = start;
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
  }

  accept(item: StreamItem): Verdict {
    if (item.kind === 'started') {
      this.#streamEpoch = item.epoch;
      // With another epoch the old position stays until the gap that explains it is here: whoever resumes from it in
      // between is told of the gap again.
      if (this.#position === undefined) {
        this.#position = { epoch: item.epoch, sequence: item.resumedAfter };
      } else {
        this.#position = { epoch: this.#position.epoch ?? item.epoch, sequence: this.#position.sequence };
      }
      return { kind: 'deliver', item };
    }
    if (this.#streamEpoch === undefined || this.#position === undefined) {
      return violation(`The stream began with '${item.kind}'.`);
    }
    switch (item.kind) {
      case 'events':
        return this.#acceptEvents(item, this.#streamEpoch, this.#position);
      case 'gap':
        this.#acceptGap(item, this.#streamEpoch, this.#position);
        break;
      case 'snapshot':
        this.#advance(item.asOf, this.#streamEpoch, this.#position);
        break;
      case 'idle':
        if (this.#position.epoch !== this.#streamEpoch) {
          return violation('The epoch changed without a gap.');
        }
        this.#advance(item.sequence, this.#streamEpoch, this.#position);
        break;
      case 'access':
      case 'lagged':
      case 'state':
        break;
    }
    return { kind: 'deliver', item };
  }

  #acceptEvents(item: EventsItem, epoch: string, position: StartPosition): Verdict {
    if (position.epoch !== epoch) {
      return violation('The epoch changed without a gap.');
    }
    const have = position.sequence;
    if (item.last <= have) {
      return duplicate;
    }
    if (item.first > have + 1) {
      return violation(`Expected sequence ${have + 1}, got ${item.first} without a gap.`);
    }
    this.#position = { epoch, sequence: item.last };
    if (item.first === have + 1) {
      return { kind: 'deliver', item };
    }
    const events = item.events.filter((event) => event.sequence > have);
    return { kind: 'deliver', item: { kind: 'events', first: have + 1, last: item.last, events } };
  }

  #acceptGap(item: GapItem, epoch: string, position: StartPosition): void {
    const before = item.oldest - 1;
    // Only `ahead` and another epoch may move a position back: elsewhere the overlap is trimmed as seen before.
    const comparable = position.epoch === epoch && item.reason !== 'ahead';
    this.#position = { epoch, sequence: comparable ? Math.max(before, position.sequence) : before };
  }

  #advance(sequence: number, epoch: string, position: StartPosition): void {
    const have = position.epoch === epoch ? position.sequence : 0;
    this.#position = { epoch, sequence: Math.max(sequence, have) };
  }
}

function violation(detail: string): Verdict {
  return { kind: 'violation', detail };
}
