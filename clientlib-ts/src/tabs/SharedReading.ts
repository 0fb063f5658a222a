import type { DataChangeEvent, EventsItem, MxEvent, SnapshotItem, StartedItem, StreamItem, StreamRequest } from '../contracts.js';
import { GatewayError, toGatewayError } from '../errors.js';
import type { EventStreamSettings, SessionStreamItem, TransportSource } from '../eventsRequest.js';
import { EventStream } from '../EventStream.js';
import type { StreamPosition } from '../resume.js';
import type { SharedCursor } from './SharedCursor.js';
import { maxUntaken } from './TabOutlet.js';

/** Events that are no data changes are kept for tabs that are behind; a tab that is further behind asks the gateway. */
const maxOthers = 1_000;

/** What all readings of a session with one filter have in common. */
export type ReadingRequest = Pick<StreamRequest, 'filter' | 'observer'>;

export interface SharedReadingOptions {
  readonly source: TransportSource;
  readonly sessionId: string;
  readonly request: ReadingRequest;
  /** The pace of the first tab. */
  readonly flushIntervalMs: number | undefined;
  readonly settings: EventStreamSettings;
  /** Called once, when the reading can take no more tabs. */
  readonly onEnd: () => void;
}

/**
 * A session's conflated stream, read once for all tabs. It keeps the latest value per item, so that each tab gets what is new for it at its own
 * pace: a tab that is behind gets the latest values, as a conflated stream has them, and holds nobody back. What cannot be told exactly
 * from here (a gap, changed rights) makes the tabs ask the gateway with their own positions.
 */
export class SharedReading {
  readonly #stream: EventStream;
  readonly #request: ReadingRequest;
  readonly #cursors = new Set<SharedCursor>();
  readonly #onEnd: () => void;
  readonly #latest = new Map<string, DataChangeEvent>();
  #others: MxEvent[] = [];
  /** From here on the table and the other events are complete; undefined until the first snapshot and after a gap. */
  #base: StreamPosition | undefined;
  #sequence = 0;
  #started: StartedItem | undefined;
  #lagged = 0;
  #total = 0;
  #intervalMs: number;
  #ended = false;

  constructor({ source, sessionId, request, flushIntervalMs, settings, onEnd }: SharedReadingOptions) {
    this.#request = request;
    this.#intervalMs = flushIntervalMs ?? 0;
    this.#onEnd = onEnd;
    this.#stream = new EventStream(source, sessionId, { ...request, mode: 'conflate', snapshot: 'always', flushIntervalMs }, settings);
    this.#run().then(() => { this.#end((cursor) => { cursor.outlet.complete(); }); }, (error: unknown) => {
      this.#end((cursor) => { cursor.outlet.fail(toGatewayError(error)); });
    });
  }

  get sequence(): number {
    return this.#sequence;
  }

  /** How many events the span up to now had, merged ones included. */
  get total(): number {
    return this.#total;
  }

  /** How often the gateway sends, milliseconds. */
  get intervalMs(): number {
    return this.#intervalMs;
  }

  get isUnused(): boolean {
    return this.#cursors.size === 0;
  }

  /** The start that a tab is told; undefined while the reading cannot serve. */
  startedAt(sequence: number | undefined, subscriptionId: string): StartedItem | undefined {
    return this.#started === undefined || this.#base === undefined ? undefined : {
      ...this.#started, subscriptionId, epoch: this.#base.epoch, latest: this.#sequence, resumedAfter: sequence ?? this.#sequence,
    };
  }

  /** Whether everything after the position can be given from here. */
  covers({ epoch, sequence }: { readonly epoch?: string | undefined; readonly sequence: number }): boolean {
    const base = this.#base;
    if (base === undefined) {
      return false;
    }
    return (epoch ?? base.epoch) === base.epoch && sequence >= base.sequence && sequence <= this.#sequence;
  }

  add(cursor: SharedCursor): void {
    this.#cursors.add(cursor);
    this.retune();
    if (cursor.awaitsSnapshot) {
      this.refresh();
    }
  }

  remove(cursor: SharedCursor): void {
    this.#cursors.delete(cursor);
    this.retune();
  }

  /** Asks for a new snapshot, which also shows which items are gone. */
  refresh(): void {
    if (this.#base !== undefined) {
      this.#change(true);
    }
  }

  /** Reads as often as the most eager tab wants. */
  retune(): void {
    const wanted = [...this.#cursors].map(({ flushIntervalMs }) => flushIntervalMs ?? 0);
    const least = wanted.length === 0 ? this.#intervalMs : Math.min(...wanted);
    if (least !== this.#intervalMs) {
      this.#intervalMs = least;
      this.#change(false);
    }
  }

  /** What is new after a position, in order. */
  after(sequence: number): MxEvent[] {
    const changed = [...this.#latest.values()].filter((event) => event.sequence > sequence);
    return [...changed, ...this.#others.filter((event) => event.sequence > sequence)].sort((a, b) => a.sequence - b.sequence);
  }

  snapshot(): SnapshotItem {
    return { kind: 'snapshot', asOf: this.#sequence, events: [...this.#latest.values()] };
  }

  close(): void {
    void this.#stream.return();
  }

  async #run(): Promise<void> {
    for await (const item of this.#stream) {
      this.#take(item);
    }
  }

  #take(item: SessionStreamItem): void {
    switch (item.kind) {
      case 'started':
        this.#started = item;
        break;
      case 'snapshot':
        this.#takeSnapshot(item);
        break;
      case 'lagged':
        this.#lagged += item.conflated + item.dropped;
        break;
      case 'events':
        this.#takeEvents(item);
        break;
      case 'idle':
        this.#sequence = item.sequence;
        this.#offer(undefined);
        break;
      case 'state':
        this.#started = this.#started === undefined ? undefined : { ...this.#started, state: item.state };
        this.#tell(item);
        break;
      case 'gap':
        this.#base = undefined;
        this.#sendAway('Events are missing; what is missing depends on the position.');
        break;
      case 'access':
        // The table may have items that must no longer be shown.
        this.#tell(item);
        this.close();
        this.#sendAway('The rights have changed.');
        break;
      case 'mode':
        break;
    }
  }

  #takeSnapshot({ asOf, events }: SnapshotItem): void {
    const begins = this.#base === undefined;
    const epoch = this.#started?.epoch ?? '';
    this.#latest.clear();
    let unseen = 0;
    for (const event of events) {
      unseen += event.sequence > this.#sequence ? 1 : 0;
      this.#keep(event);
    }
    if (begins) {
      this.#base = { epoch, sequence: asOf };
      this.#others = [];
      this.#sequence = asOf;
    } else if (asOf > this.#sequence) {
      this.#total += this.#request.filter === undefined ? asOf - this.#sequence : unseen;
      this.#sequence = asOf;
    }
    for (const cursor of this.#cursors) {
      cursor.snapshotCame();
    }
  }

  #takeEvents({ first, last, events }: EventsItem): void {
    events.forEach((event) => { this.#keep(event); });
    this.#sequence = last;
    const lagged = this.#lagged;
    this.#lagged = 0;
    this.#total += events.length + lagged;
    this.#offer({ item: { kind: 'events', first, last, events }, lagged });
  }

  #keep(event: MxEvent): void {
    if (event.family === 'OnDataChange') {
      this.#latest.set(`${event.serverHandle}/${event.itemHandle}`, event);
      return;
    }
    this.#others.push(event);
    if (this.#others.length > maxOthers) {
      const lost = this.#others.shift();
      if (lost !== undefined && this.#base !== undefined) {
        this.#base = { ...this.#base, sequence: Math.max(this.#base.sequence, lost.sequence) };
      }
    }
  }

  #offer(latest: { readonly item: EventsItem; readonly lagged: number } | undefined): void {
    for (const cursor of [...this.#cursors]) {
      if (this.#base !== undefined && cursor.sequence < this.#base.sequence && !cursor.awaitsSnapshot) {
        cursor.sendAway('The tab is too far behind.');
      } else {
        cursor.offer(latest);
      }
    }
  }

  #tell(item: StreamItem): void {
    for (const cursor of [...this.#cursors]) {
      if (cursor.outlet.untaken >= maxUntaken) {
        cursor.sendAway('The tab takes nothing.');
      } else {
        cursor.tell(item);
      }
    }
  }

  #sendAway(why: string): void {
    for (const cursor of [...this.#cursors]) {
      cursor.sendAway(why);
    }
  }

  #change(snapshot: boolean): void {
    this.#stream.update({ mode: 'conflate', filter: this.#request.filter, flushIntervalMs: this.#intervalMs, snapshot }).catch((error: unknown) => {
      // The end of the stream is told by itself.
      if (snapshot && !this.#ended && this.#stream.status !== 'ended') {
        for (const cursor of [...this.#cursors].filter(({ awaitsSnapshot }) => awaitsSnapshot)) {
          cursor.outlet.fail(toGatewayError(error));
          this.remove(cursor);
        }
      }
    });
  }

  #end(tell: (cursor: SharedCursor) => void): void {
    this.#ended = true;
    [...this.#cursors].forEach(tell);
    this.#cursors.clear();
    this.#onEnd();
  }
}

/** What makes a tab subscribe again, from its own position. */
export function askAgain(why: string): GatewayError {
  return new GatewayError('SlowConsumer', why, { retryAfterMs: 0 });
}
