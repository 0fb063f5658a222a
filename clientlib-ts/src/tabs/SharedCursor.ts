import type { EventsItem, StreamItem } from '../contracts.js';
import type { Timers } from '../timers.js';
import { askAgain, type SharedReading } from './SharedReading.js';
import type { TabOutlet } from './TabOutlet.js';

/** Where a tab stands in a shared reading. */
export interface CursorStart {
  readonly subscriptionId: string;
  /** Undefined: the tab begins with a snapshot. */
  readonly sequence: number | undefined;
  readonly flushIntervalMs: number | undefined;
  /** The tab knows its start from the subscription that it had before. */
  readonly isStarted: boolean;
}

/** One tab in a shared reading: it gets what is new for it when it wants it and has taken what came before. */
export class SharedCursor {
  readonly outlet: TabOutlet;
  readonly subscriptionId: string;
  readonly #reading: SharedReading;
  readonly #timers: Timers;
  #sequence: number;
  #total: number;
  #flushIntervalMs: number | undefined;
  #awaitsSnapshot: boolean;
  #isStarted: boolean;
  #cancelWait: (() => void) | undefined;

  constructor(reading: SharedReading, outlet: TabOutlet, start: CursorStart, timers: Timers) {
    this.#reading = reading;
    this.outlet = outlet;
    this.subscriptionId = start.subscriptionId;
    this.#timers = timers;
    this.#sequence = start.sequence ?? 0;
    this.#total = reading.total - (start.sequence === undefined ? 0 : reading.after(start.sequence).length);
    this.#flushIntervalMs = start.flushIntervalMs;
    this.#awaitsSnapshot = start.sequence === undefined;
    this.#isStarted = start.isStarted;
    reading.add(this);
    this.#start();
    this.offer(undefined);
  }

  get sequence(): number {
    return this.#sequence;
  }

  get flushIntervalMs(): number | undefined {
    return this.#flushIntervalMs;
  }

  get awaitsSnapshot(): boolean {
    return this.#awaitsSnapshot;
  }

  /** Changes the pace. With a snapshot, nothing comes before it. */
  change(flushIntervalMs: number | undefined, snapshot: boolean): void {
    this.#flushIntervalMs = flushIntervalMs;
    this.#cancelWait?.();
    this.#cancelWait = undefined;
    this.outlet.put({ kind: 'mode', mode: 'conflate', reason: 'requested', after: this.#sequence });
    this.#reading.retune();
    if (snapshot) {
      this.#awaitsSnapshot = true;
      this.#reading.refresh();
    } else {
      this.offer(undefined);
    }
  }

  snapshotCame(): void {
    this.#start();
    if (!this.#awaitsSnapshot) {
      this.offer(undefined);
      return;
    }
    this.#awaitsSnapshot = false;
    this.#passed();
    this.outlet.put(this.#reading.snapshot());
    this.#pause();
  }

  /** Something besides events. Before its start the tab needs none of it, because the start has the state. */
  tell(item: StreamItem): void {
    if (this.#isStarted) {
      this.outlet.put(item);
    }
  }

  /** Something is new, or the tab has taken an item. `latest` is the newest part, which most tabs need as it is. */
  offer(latest: { readonly item: EventsItem; readonly lagged: number } | undefined): void {
    if (this.#awaitsSnapshot || !this.#isStarted || this.#cancelWait !== undefined || !this.outlet.isFree || this.#sequence >= this.#reading.sequence) {
      return;
    }
    const { events, lagged } = latest?.item.first === this.#sequence + 1
      ? { events: latest.item.events, lagged: latest.lagged }
      : this.#behind();
    const first = this.#sequence + 1;
    this.#passed();
    if (lagged > 0) {
      this.outlet.put({ kind: 'lagged', conflated: lagged, dropped: 0 });
    }
    this.outlet.put(events.length === 0 && lagged === 0
      ? { kind: 'idle', sequence: this.#sequence }
      : { kind: 'events', first, last: this.#sequence, events });
    this.#pause();
  }

  /** Ends the stream so that the tab subscribes again. */
  sendAway(why: string): void {
    this.leave();
    this.outlet.fail(askAgain(why));
  }

  leave(): void {
    this.#cancelWait?.();
    this.#reading.remove(this);
  }

  #behind(): { readonly events: EventsItem['events']; readonly lagged: number } {
    const events = this.#reading.after(this.#sequence);
    return { events, lagged: Math.max(0, this.#reading.total - this.#total - events.length) };
  }

  #passed(): void {
    this.#sequence = this.#reading.sequence;
    this.#total = this.#reading.total;
  }

  #start(): void {
    const started = this.#isStarted ? undefined : this.#reading.startedAt(this.#awaitsSnapshot ? undefined : this.#sequence, this.subscriptionId);
    if (started !== undefined) {
      this.#isStarted = true;
      this.outlet.put(started);
    }
  }

  /** The reading keeps the pace of the most eager tab; a slower one waits here. */
  #pause(): void {
    const intervalMs = this.#flushIntervalMs ?? 0;
    if (intervalMs > this.#reading.intervalMs) {
      this.#cancelWait = this.#timers.after(intervalMs, () => {
        this.#cancelWait = undefined;
        this.offer(undefined);
      });
    }
  }
}
