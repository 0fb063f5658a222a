import { type EventColumns, columnsOf } from './columns.js';
import type { EventsItem, MxEvent, SnapshotItem } from './contracts.js';

/** Events that may not be objects yet. */
export interface EventSource {
  readonly count: number;
  /** @throws GatewayError `ProtocolViolation` when the bytes are not events. */
  readonly events: readonly MxEvent[];
  columns(): EventColumns;
}

/** Events that are objects already. */
export class EventList implements EventSource {
  readonly events: readonly MxEvent[];

  constructor(events: readonly MxEvent[]) {
    this.events = events;
  }

  get count(): number {
    return this.events.length;
  }

  columns(): EventColumns {
    return columnsOf(this.events);
  }
}

/**
 * An `events` item. With MessagePack its events become objects when `events` is read for the first time, and never if only
 * {@link columns} is.
 */
export class EventBatch implements EventsItem {
  readonly kind = 'events';
  readonly first: number;
  readonly last: number;
  declare readonly events: readonly MxEvent[];
  readonly #source: EventSource;

  // An own property and not the class's, so that copies and texts of an item have its events like those of any item. One
  // getter for all: with one for each item the engine makes a hidden class of each, which lives on with its events.
  static readonly #eventsProperty = {
    get(this: EventBatch): readonly MxEvent[] { return this.#source.events; },
    enumerable: true,
  };

  constructor(first: number, last: number, source: EventSource) {
    this.first = first;
    this.last = last;
    this.#source = source;
    Object.defineProperty(this, 'events', EventBatch.#eventsProperty);
  }

  /** The item as a batch; itself if it is one. */
  static of(item: EventsItem): EventBatch {
    return item instanceof EventBatch ? item : new EventBatch(item.first, item.last, new EventList(item.events));
  }

  /** How many events there are, without making them. */
  get count(): number {
    return this.#source.count;
  }

  /** The data changes as one array per field. */
  columns(): EventColumns {
    return this.#source.columns();
  }
}

/** A `snapshot` item, as {@link EventBatch} is an `events` item. */
export class SnapshotBatch implements SnapshotItem {
  readonly kind = 'snapshot';
  readonly asOf: number;
  declare readonly events: readonly MxEvent[];
  readonly #source: EventSource;

  static readonly #eventsProperty = {
    get(this: SnapshotBatch): readonly MxEvent[] { return this.#source.events; },
    enumerable: true,
  };

  constructor(asOf: number, source: EventSource) {
    this.asOf = asOf;
    this.#source = source;
    Object.defineProperty(this, 'events', SnapshotBatch.#eventsProperty);
  }

  /** The item as a batch; itself if it is one. */
  static of(item: SnapshotItem): SnapshotBatch {
    return item instanceof SnapshotBatch ? item : new SnapshotBatch(item.asOf, new EventList(item.events));
  }

  /** How many events there are, without making them. */
  get count(): number {
    return this.#source.count;
  }

  /** The latest values as one array per field. */
  columns(): EventColumns {
    return this.#source.columns();
  }
}

/** How many events an item carries, without making them. */
export function countOf(item: EventsItem | SnapshotItem): number {
  return item instanceof EventBatch || item instanceof SnapshotBatch ? item.count : item.events.length;
}
