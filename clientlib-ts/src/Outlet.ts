import type { StreamBuffer } from './StreamBuffer.js';

interface Waiter<T> {
  readonly resolve: (result: IteratorResult<T, undefined>) => void;
  readonly reject: (error: unknown) => void;
}

/** Where a stream's items leave it: the buffer, whoever waits for an item, and the end. */
export class Outlet<T, P> {
  readonly #buffer: StreamBuffer<T, P>;
  readonly #handedOut: (after: P | undefined) => void;
  readonly #lowWater: number;
  readonly #waiters: Waiter<T>[] = [];
  #ended = false;
  #failure: { readonly error: unknown } | undefined;
  #drained: (() => void) | undefined;

  /** @param handedOut Told where the reader stands with each item that is handed out. */
  constructor(buffer: StreamBuffer<T, P>, limit: number, handedOut: (after: P | undefined) => void) {
    this.#buffer = buffer;
    this.#handedOut = handedOut;
    // Resuming only when empty would leave the application idle for a round trip.
    this.#lowWater = Math.floor(limit / 4);
  }

  get ended(): boolean {
    return this.#ended;
  }

  get size(): number {
    return this.#buffer.size;
  }

  get isFull(): boolean {
    return this.#buffer.isFull;
  }

  /** The next item, waited for; what was buffered before the end is still given, then the failure once. */
  take(): Promise<IteratorResult<T, undefined>> {
    const entry = this.#shift();
    if (entry !== undefined) {
      if (this.#buffer.size <= this.#lowWater) {
        this.#drained?.();
      }
      return Promise.resolve({ done: false, value: entry.item });
    }
    if (this.#ended) {
      return this.#end();
    }
    return new Promise((resolve, reject) => { this.#waiters.push({ resolve, reject }); });
  }

  put(item: T, after: P | undefined): void {
    this.#buffer.push(item, after);
    while (this.#waiters.length > 0) {
      const entry = this.#shift();
      if (entry === undefined) {
        return;
      }
      this.#waiters.shift()?.resolve({ done: false, value: entry.item });
    }
  }

  /** Resolves once the reader has made enough room to go on, or the stream has ended. */
  untilDrained(): Promise<void> {
    if (this.#ended || this.#buffer.size <= this.#lowWater) {
      return Promise.resolve();
    }
    return new Promise((resolve) => {
      this.#drained = () => {
        this.#drained = undefined;
        resolve();
      };
    });
  }

  /** The first end counts. */
  end(failure: { readonly error: unknown } | undefined): void {
    if (this.#ended) {
      return;
    }
    this.#ended = true;
    this.#failure = failure;
    this.#drained?.();
    for (const waiter of this.#waiters.splice(0)) {
      this.#end().then(waiter.resolve, waiter.reject);
    }
  }

  /** Nobody wants what is buffered any more. */
  discard(): void {
    this.#buffer.clear();
  }

  #shift(): { readonly item: T } | undefined {
    const entry = this.#buffer.shift();
    if (entry !== undefined) {
      this.#handedOut(entry.after);
    }
    return entry;
  }

  #end(): Promise<IteratorResult<T, undefined>> {
    const failure = this.#failure;
    this.#failure = undefined;
    if (failure === undefined) {
      return Promise.resolve({ done: true, value: undefined });
    }
    return Promise.reject(failure.error instanceof Error ? failure.error : new Error(String(failure.error)));
  }
}
