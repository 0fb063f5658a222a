/** The addresses of one gateway in their order: which one is in use, and which is next. */
export class AddressRing {
  readonly #addresses: readonly string[];
  #at = 0;
  #moves = 0;

  constructor(addresses: readonly string[]) {
    this.#addresses = addresses;
  }

  get size(): number {
    return this.#addresses.length;
  }

  /** The address of the connection, or of the attempt. */
  get current(): string {
    return this.#addresses[this.#at] ?? '';
  }

  /** The address in use has failed: it is the turn of the next one. True when each has had its turn, so that it is time to wait. */
  next(): boolean {
    this.#at = (this.#at + 1) % this.size;
    this.#moves = (this.#moves + 1) % this.size;
    return this.#moves === 0;
  }

  /** A round begins with the address in use, which has proved good. */
  reset(): void {
    this.#moves = 0;
  }
}
