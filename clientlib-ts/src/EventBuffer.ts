import type { EventsItem, StreamItem } from './contracts.js';
import { countOf, EventBatch, EventList } from './EventBatch.js';
import type { StreamPosition } from './resume.js';
import { type BufferRules, type Entry, StreamBuffer } from './StreamBuffer.js';

/** A buffer counts events; an item that carries none counts as one. */
export function weightOf(item: StreamItem): number {
  return item.kind === 'events' || item.kind === 'snapshot' ? Math.max(1, countOf(item)) : 1;
}

const rules: BufferRules<StreamItem> = { weightOf, isIdle: (item) => item.kind === 'idle' };

/** The buffer of one session's events, which can make room by dropping. */
export class EventBuffer<T extends StreamItem> extends StreamBuffer<T, StreamPosition> {
  constructor(limitEvents: number) {
    super(limitEvents, rules);
  }

  /**
   * Takes the oldest events away until the limit holds, and leaves a `lagged` item where they were. Items of other kinds
   * stay. Returns how many events were dropped.
   */
  dropOldest(makeLagged: (dropped: number) => T): number {
    let excess = this.weight - this.limit;
    let total = 0;
    for (let i = this.head; excess > 0 && i < this.entries.length; i += 1) {
      const entry = this.entries[i];
      const events: StreamItem | undefined = entry?.item;
      if (entry === undefined || events?.kind !== 'events') {
        continue;
      }
      if (countOf(events) === 0) {
        // This item only moves the position, and the items after it move it too.
        this.entries.splice(i, 1);
        this.weight -= 1;
        excess -= 1;
        i -= 1;
        continue;
      }
      const before = this.entries[i - 1];
      const merge = i > this.head && before?.own === true && before.item.kind === 'lagged' ? before.item.dropped : undefined;
      // A lagged item that has to be added takes room itself.
      const wanted = merge === undefined ? excess + 1 : excess;
      const count = Math.min(wanted, countOf(events));
      const { rest, after } = split(events, count, entry.after);
      const lagged: Entry<T, StreamPosition> = { item: makeLagged(count + (merge ?? 0)), after, own: true };
      const replacement = rest === undefined ? [] : [{ ...entry, item: rest as T }];
      if (merge === undefined) {
        this.entries.splice(i, 1, lagged, ...replacement);
      } else {
        this.entries.splice(i - 1, 2, lagged, ...replacement);
        i -= 1;
      }
      this.weight -= merge === undefined ? count - 1 : count;
      excess = this.weight - this.limit;
      total += count;
    }
    return total;
  }
}

/** The item without its first events, and the position a reader has after those. */
function split(item: EventsItem, count: number, after: StreamPosition | undefined): { rest?: EventsItem; after: StreamPosition | undefined } {
  const kept = item.events[count];
  if (kept === undefined) {
    return { after };
  }
  const rest = new EventBatch(kept.sequence, item.last, new EventList(item.events.slice(count)));
  return { rest, after: after === undefined ? undefined : { epoch: after.epoch, sequence: kept.sequence - 1 } };
}
