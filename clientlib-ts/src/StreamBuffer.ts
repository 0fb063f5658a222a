import type { EventsItem, StreamItem } from './contracts.js';
import { countOf, EventBatch, EventList } from './EventBatch.js';
import type { StreamPosition } from './resume.js';

/** An item with the position a reader has after it. */
export interface BufferedItem<T extends StreamItem> {
  readonly item: T;
  readonly after: StreamPosition | undefined;
}

interface Entry<T extends StreamItem> extends BufferedItem<T> {
  /** Made by {@link StreamBuffer.dropOldest}, so that later drops next to it are added to it. */
  readonly own: boolean;
}

/**
 * Items between the connection and the application. Its size counts events; what is done when it is over its limit is the
 * owner's choice: stop filling it, or {@link dropOldest}.
 */
export class StreamBuffer<T extends StreamItem> {
  readonly #limit: number;
  #entries: Entry<T>[] = [];
  #head = 0;
  #size = 0;

  constructor(limitEvents: number) {
    this.#limit = limitEvents;
  }

  /** Buffered events; an item that carries none counts as one. */
  get size(): number {
    return this.#size;
  }

  get isFull(): boolean {
    return this.#size >= this.#limit;
  }

  push(item: T, after: StreamPosition | undefined): void {
    const tail = this.#entries.at(-1);
    if (item.kind === 'idle' && this.#head < this.#entries.length && tail?.item.kind === 'idle') {
      // Only the newest says anything, and a reader that is away must not collect them.
      this.#entries[this.#entries.length - 1] = { item, after, own: false };
      return;
    }
    this.#entries.push({ item, after, own: false });
    this.#size += weightOf(item);
  }

  shift(): BufferedItem<T> | undefined {
    const entry = this.#entries[this.#head];
    if (entry === undefined) {
      return undefined;
    }
    this.#head += 1;
    this.#size -= weightOf(entry.item);
    // Moving the rest down once per half keeps shift at constant cost on average.
    if (this.#head * 2 > this.#entries.length) {
      this.#entries = this.#entries.slice(this.#head);
      this.#head = 0;
    }
    return entry;
  }

  clear(): void {
    this.#entries = [];
    this.#head = 0;
    this.#size = 0;
  }

  /**
   * Takes the oldest events away until the limit holds, and leaves a `lagged` item where they were. Items of other kinds
   * stay. Returns how many events were dropped.
   */
  dropOldest(makeLagged: (dropped: number) => T): number {
    let excess = this.#size - this.#limit;
    let total = 0;
    for (let i = this.#head; excess > 0 && i < this.#entries.length; i += 1) {
      const entry = this.#entries[i];
      const events: StreamItem | undefined = entry?.item;
      if (entry === undefined || events?.kind !== 'events') {
        continue;
      }
      if (countOf(events) === 0) {
        // It only moved the position; the items after it do so as well.
        this.#entries.splice(i, 1);
        this.#size -= 1;
        excess -= 1;
        i -= 1;
        continue;
      }
      const before = this.#entries[i - 1];
      const merge = i > this.#head && before?.own === true && before.item.kind === 'lagged' ? before.item.dropped : undefined;
      // A lagged item that has to be added takes room itself.
      const wanted = merge === undefined ? excess + 1 : excess;
      const count = Math.min(wanted, countOf(events));
      const { rest, after } = split(events, count, entry.after);
      const lagged: Entry<T> = { item: makeLagged(count + (merge ?? 0)), after, own: true };
      const replacement = rest === undefined ? [] : [{ ...entry, item: rest as T }];
      if (merge === undefined) {
        this.#entries.splice(i, 1, lagged, ...replacement);
      } else {
        this.#entries.splice(i - 1, 2, lagged, ...replacement);
        i -= 1;
      }
      this.#size -= merge === undefined ? count - 1 : count;
      excess = this.#size - this.#limit;
      total += count;
    }
    return total;
  }
}

function weightOf(item: StreamItem): number {
  return item.kind === 'events' || item.kind === 'snapshot' ? Math.max(1, countOf(item)) : 1;
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
