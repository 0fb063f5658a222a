/** How long to wait between attempts. */
export interface BackoffOptions {
  /** Ceiling of the first delay, milliseconds. Default 250. */
  readonly baseMs?: number | undefined;
  /** Ceiling of any delay, milliseconds. Default 10 000. */
  readonly capMs?: number | undefined;
  /** A number in [0, 1); replaceable in tests. */
  readonly random?: (() => number) | undefined;
}

/**
 * Exponential backoff with full jitter: each delay is random between zero and a ceiling that doubles. The full range is
 * used so that the clients of a restarted gateway do not come back together.
 */
export class Backoff {
  readonly #baseMs: number;
  readonly #capMs: number;
  readonly #random: () => number;
  #attempts = 0;

  constructor(options: BackoffOptions = {}) {
    this.#baseMs = options.baseMs ?? 250;
    this.#capMs = options.capMs ?? 10_000;
    this.#random = options.random ?? Math.random;
  }

  /** Attempts since the last reset. */
  get attempts(): number {
    return this.#attempts;
  }

  /** The next delay, milliseconds; at least `leastMs`, a server's hint. */
  next(leastMs = 0): number {
    // The exponent is bounded so that a long outage cannot overflow it.
    const ceiling = Math.min(this.#capMs, this.#baseMs * 2 ** Math.min(this.#attempts, 30));
    this.#attempts += 1;
    // The hint is a floor with the jitter on top, or everybody who got the same hint returns at the same moment.
    return Math.round(leastMs + this.#random() * ceiling);
  }

  reset(): void {
    this.#attempts = 0;
  }
}
