/** An item with what a reader's position is after it. */
export interface BufferedItem<T, P> {
  readonly item: T;
  readonly after: P | undefined;
}

export interface Entry<T, P> extends BufferedItem<T, P> {
  /** Made by the buffer's owner, so that later drops next to it are added to it. */
  readonly own: boolean;
}

/** What a buffer has to know of its items. */
export interface BufferRules<T> {
  /** What an item counts for, at least 1. */
  weightOf(item: T): number;
  /** Whether the item says only how far the stream has come: of several in a row the newest is enough. */
  isIdle(item: T): boolean;
}

/** Items between the connection and the application. It is bounded by its owner, who stops filling it when it is full. */
export class StreamBuffer<T, P> {
  protected readonly limit: number;
  protected entries: Entry<T, P>[] = [];
  protected head = 0;
  protected weight = 0;
  readonly #rules: BufferRules<T>;

  constructor(limit: number, rules: BufferRules<T>) {
    this.limit = limit;
    this.#rules = rules;
  }

  /** What the buffered items count for together. */
  get size(): number {
    return this.weight;
  }

  get isFull(): boolean {
    return this.weight >= this.limit;
  }

  push(item: T, after: P | undefined): void {
    const tail = this.entries.at(-1);
    if (tail !== undefined && this.head < this.entries.length && this.#rules.isIdle(item) && this.#rules.isIdle(tail.item)) {
      // A reader that is away must not collect them.
      this.entries[this.entries.length - 1] = { item, after, own: false };
      return;
    }
    this.entries.push({ item, after, own: false });
    this.weight += this.#rules.weightOf(item);
  }

  shift(): BufferedItem<T, P> | undefined {
    const entry = this.entries[this.head];
    if (entry === undefined) {
      return undefined;
    }
    this.head += 1;
    this.weight -= this.#rules.weightOf(entry.item);
    // Moving the rest down once per half keeps shift at constant cost on average.
    if (this.head * 2 > this.entries.length) {
      this.entries = this.entries.slice(this.head);
      this.head = 0;
    }
    return entry;
  }

  clear(): void {
    this.entries = [];
    this.head = 0;
    this.weight = 0;
  }
}
