/** Listeners of one kind of event. */
export class Listeners<T> {
  readonly #listeners = new Set<(event: T) => void>();

  /** The returned function removes the listener. */
  add(listener: (event: T) => void): () => void {
    // Wrapped, so that the same function added twice is two listeners, each removed by its own return value.
    const own = (event: T): void => { listener(event); };
    this.#listeners.add(own);
    return () => { this.#listeners.delete(own); };
  }

  emit(event: T): void {
    for (const listener of [...this.#listeners]) {
      listener(event);
    }
  }
}
