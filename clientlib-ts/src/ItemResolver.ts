import type { ItemInfo, SessionItems } from './commands.js';
import { Listeners } from './listeners.js';

/** How long the resolver does not ask again about a handle that belongs to no item, milliseconds. */
const unknownForMs = 5_000;

/**
 * The items that the handles of a session belong to. The resolver learns them from this client's own replies and asks the session about
 * handles that another client added; at most one query runs at a time.
 */
export class ItemResolver {
  readonly #ask: () => Promise<SessionItems>;
  readonly #now: () => number;
  readonly #listeners = new Listeners<readonly ItemInfo[]>();
  readonly #unknownUntil = new Map<string, number>();
  #items = new Map<string, ItemInfo>();
  #refreshing: Promise<void> | undefined;

  constructor(ask: () => Promise<SessionItems>, now: () => number = Date.now) {
    this.#ask = ask;
    this.#now = now;
  }

  /** Everything known so far. */
  all(): readonly ItemInfo[] {
    return [...this.#items.values()];
  }

  /** Called with all items whenever something was learnt or forgotten. */
  onChange(listener: (items: readonly ItemInfo[]) => void): () => void {
    return this.#listeners.add(listener);
  }

  /** The item as known now. An unknown handle starts a query in the background; `onChange` reports its answer. */
  get(serverHandle: number, itemHandle: number): ItemInfo | undefined {
    const key = keyOf(serverHandle, itemHandle);
    const known = this.#items.get(key);
    if (known === undefined && this.#worthAsking(key)) {
      // A failure needs no handling: the handle stays unknown and is asked for again later.
      this.refresh().catch(() => undefined);
    }
    return known;
  }

  /** As {@link get}, waiting for the answer. Undefined when the session has no such item. */
  async resolve(serverHandle: number, itemHandle: number): Promise<ItemInfo | undefined> {
    const key = keyOf(serverHandle, itemHandle);
    if (!this.#items.has(key)) {
      await (this.#worthAsking(key) ? this.refresh() : this.#refreshing);
    }
    return this.#items.get(key);
  }

  /** Asks the session for all its items; joins a question that is under way. */
  refresh(): Promise<void> {
    this.#refreshing ??= this.#load().finally(() => { this.#refreshing = undefined; });
    return this.#refreshing;
  }

  /** Takes a session's full state, however it was obtained. */
  replaceAll(items: readonly ItemInfo[]): void {
    this.#items = new Map(items.map((item) => [keyOf(item.serverHandle, item.itemHandle), item]));
    for (const key of this.#items.keys()) {
      this.#unknownUntil.delete(key);
    }
    this.#changed();
  }

  /** Takes items that were just added or changed. */
  put(items: readonly ItemInfo[]): void {
    for (const item of items) {
      const key = keyOf(item.serverHandle, item.itemHandle);
      this.#items.set(key, item);
      this.#unknownUntil.delete(key);
    }
    this.#changed();
  }

  /** Changes items in place; handles that are not known are left alone. */
  update(serverHandle: number, itemHandles: readonly number[], change: Partial<ItemInfo>): void {
    for (const itemHandle of itemHandles) {
      const key = keyOf(serverHandle, itemHandle);
      const known = this.#items.get(key);
      if (known !== undefined) {
        this.#items.set(key, { ...known, ...change });
      }
    }
    this.#changed();
  }

  /** Forgets items that were removed; without handles all of the server handle. */
  remove(serverHandle: number, itemHandles?: readonly number[]): void {
    if (itemHandles === undefined) {
      for (const [key, item] of this.#items) {
        if (item.serverHandle === serverHandle) {
          this.#items.delete(key);
        }
      }
    } else {
      for (const itemHandle of itemHandles) {
        this.#items.delete(keyOf(serverHandle, itemHandle));
      }
    }
    this.#changed();
  }

  async #load(): Promise<void> {
    const state = await this.#ask();
    this.replaceAll(state.items);
  }

  #worthAsking(key: string): boolean {
    const now = this.#now();
    if ((this.#unknownUntil.get(key) ?? 0) > now) {
      return false;
    }
    // Marked before the answer: if it names the handle the mark goes, if not the handle is left alone for a while, which
    // matters for the late events of items that were removed.
    this.#unknownUntil.set(key, now + unknownForMs);
    return true;
  }

  #changed(): void {
    this.#listeners.emit(this.all());
  }
}

function keyOf(serverHandle: number, itemHandle: number): string {
  return `${serverHandle}:${itemHandle}`;
}
