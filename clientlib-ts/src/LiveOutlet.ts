import type { DataChangeEvent } from './contracts.js';
import { GatewayError } from './errors.js';
import type { LiveChanges, LiveItemState, LiveNotice, LiveStatus } from './liveContracts.js';
import { type LiveSubscription, referenceKey } from './liveSession.js';

const maxNotices = 100;

interface Waiter {
  resolve(result: IteratorResult<LiveChanges, undefined>): void;
  reject(error: unknown): void;
}

/** The present state of live items and what has changed since it was read: one entry per item, however slowly it is read. */
export class LiveOutlet {
  readonly #items = new Map<string, LiveItemState>();
  readonly #byHandle = new Map<string, string>();
  /** Keys of the items that were subscribed, or refused, in the present session. */
  readonly #subscribed = new Set<string>();
  readonly #changed = new Set<string>();
  readonly #waiters: Waiter[] = [];
  #notices: LiveNotice[] = [];
  #dropped = 0;
  #dirty = false;
  #live = false;
  #settled: (() => void)[] = [];
  #status: LiveStatus = { state: 'connecting', message: 'The session is being found or opened.' };
  #end: { readonly error?: unknown; readonly failed: boolean } | undefined;

  constructor(references: readonly string[]) {
    this.add(references);
  }

  get status(): LiveStatus {
    return this.#status;
  }

  get(reference: string): LiveItemState | undefined {
    return this.#items.get(referenceKey(reference));
  }

  all(): readonly LiveItemState[] {
    return [...this.#items.values()];
  }

  add(references: readonly string[]): void {
    for (const reference of references) {
      if (!this.#items.has(referenceKey(reference))) {
        this.#items.set(referenceKey(reference), { reference, stale: true });
      }
    }
  }

  remove(references: readonly string[]): void {
    for (const reference of references) {
      this.#items.delete(referenceKey(reference));
      this.#changed.delete(referenceKey(reference));
      this.#subscribed.delete(referenceKey(reference));
    }
    this.#settle();
  }

  /** The items that the present session does not have yet. */
  missing(): readonly string[] {
    return [...this.#items].filter(([key]) => !this.#subscribed.has(key)).map(([, { reference }]) => reference);
  }

  /** Another session, or the same one read anew: nothing that is known confirms anything. */
  beginSession(): void {
    this.#byHandle.clear();
    this.#subscribed.clear();
  }

  subscribed(references: readonly string[], { handles, refused }: LiveSubscription): void {
    for (const reference of references) {
      const key = referenceKey(reference);
      if (!this.#items.has(key)) {
        continue; // It was removed meanwhile.
      }
      const handle = handles.get(key);
      if (handle !== undefined) {
        this.#byHandle.set(`${handle.serverHandle}:${handle.itemHandle}`, key);
      }
      this.#subscribed.add(key);
      this.#change(key, { problem: refused.get(key) });
    }
    this.#wake();
  }

  values(events: readonly DataChangeEvent[], problemOf: (event: DataChangeEvent) => string | undefined): void {
    for (const event of events) {
      const key = this.#byHandle.get(`${event.serverHandle}:${event.itemHandle}`);
      if (key !== undefined) {
        const { dataType, variantType, value, quality, sourceTime, workerTime } = event;
        this.#change(key, {
          value: variantType === undefined ? { dataType, value } : { dataType, variantType, value },
          quality, sourceTime, workerTime, stale: !this.#live, problem: problemOf(event),
        });
      }
    }
    this.#wake();
  }

  /** The items are live. Values of before stay stale until they are confirmed. */
  live(status: LiveStatus): void {
    if (this.#end === undefined) {
      this.#status = status;
      this.#live = true;
      this.#wake(true);
    }
  }

  /** Events are still to come: every value is stale until it is confirmed or replaced. */
  doubt(): void {
    this.#makeStale();
    this.#wake();
  }

  /** Nothing has changed since the values were received; those of items without one stay stale. */
  confirm(): void {
    if (this.#live) {
      for (const [key, item] of this.#items) {
        if (item.value !== undefined && item.stale) {
          this.#change(key, { stale: false });
        }
      }
      this.#wake();
    }
  }

  /** The status, and with it every value is stale, also those that were received and not taken here yet. */
  stale(status: LiveStatus): void {
    if (this.#end === undefined) {
      this.#status = status;
      this.#live = false;
      this.#makeStale();
      this.#wake(true);
    }
  }

  /** Events were lost: every value is stale until the snapshot that follows confirms it. */
  gap(notice: LiveNotice): void {
    this.#makeStale();
    this.notice(notice);
  }

  notice(notice: LiveNotice): void {
    this.#notices.push(notice);
    if (this.#notices.length > maxNotices) {
      this.#notices.shift();
      this.#dropped += 1;
    }
    this.#wake(true);
  }

  next(): Promise<IteratorResult<LiveChanges, undefined>> {
    return new Promise((resolve, reject) => {
      this.#waiters.push({ resolve, reject });
      this.#wake();
    });
  }

  finish(status: LiveStatus, failure: { readonly error: unknown } | undefined): void {
    if (this.#end === undefined) {
      this.stale(status);
      this.#end = { error: failure?.error, failed: failure !== undefined };
      this.#wake();
    }
  }

  /**
   * All items, as soon as each has a value or a problem. After the wait, an item that has neither gets a problem that says so.
   *
   * @param timeIsUp Resolves after the wait.
   */
  async firstValues(timeIsUp: Promise<void>, waitMs: number): Promise<readonly LiveItemState[]> {
    const settled = new Promise<'settled'>((resolve) => { this.#settled.push(() => { resolve('settled'); }); });
    this.#settle();
    if (await Promise.race([settled, timeIsUp]) === undefined) {
      this.#noteMissing(waitMs);
    }
    if (this.#end !== undefined) {
      throw this.#end.failed ? this.#end.error : new GatewayError('StreamEnded', 'The live items were closed.');
    }
    return this.all();
  }

  #noteMissing(waitMs: number): void {
    const why = this.#status.state === 'live' ? '' : ` ${this.#status.message}`;
    for (const [key, item] of this.#items) {
      if (!isSettled(item)) {
        this.#change(key, { problem: `No value has come within ${waitMs / 1_000} s.${why}` });
      }
    }
    this.#wake();
  }

  #settle(): void {
    if (this.#settled.length > 0 && (this.#end !== undefined || this.all().every(isSettled))) {
      for (const resolve of this.#settled.splice(0)) {
        resolve();
      }
    }
  }

  #makeStale(): void {
    for (const [key, item] of this.#items) {
      if (!item.stale) {
        this.#change(key, { stale: true });
      }
    }
  }

  #change(key: string, change: Partial<LiveItemState>): void {
    const item = this.#items.get(key);
    if (item !== undefined) {
      this.#items.set(key, { ...item, ...change });
      this.#changed.add(key);
    }
  }

  #wake(dirty = false): void {
    this.#dirty ||= dirty;
    this.#settle();
    while (this.#waiters.length > 0 && (this.#dirty || this.#changed.size > 0)) {
      this.#waiters.shift()?.resolve({ done: false, value: this.#taken() });
    }
    if (this.#end !== undefined) {
      for (const waiter of this.#waiters.splice(0)) {
        if (this.#end.failed) {
          waiter.reject(this.#end.error);
        } else {
          waiter.resolve({ done: true, value: undefined });
        }
      }
    }
  }

  #taken(): LiveChanges {
    const items = [...this.#changed].flatMap((key) => this.#items.get(key) ?? []);
    const changes = { status: this.#status, items, notices: this.#notices, noticesDropped: this.#dropped };
    this.#changed.clear();
    this.#notices = [];
    this.#dropped = 0;
    this.#dirty = false;
    return changes;
  }
}

function isSettled({ value, problem }: LiveItemState): boolean {
  return value !== undefined || problem !== undefined;
}
