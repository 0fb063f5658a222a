import type { Timers } from '../../src/timers.js';

/** A clock that advances only when a test says so. */
export class ManualTimers implements Timers {
  readonly delays: number[] = [];
  #now = 0;
  #pending: { at: number; callback: () => void }[] = [];

  after(delayMs: number, callback: () => void): () => void {
    const entry = { at: this.#now + delayMs, callback };
    this.delays.push(delayMs);
    this.#pending.push(entry);
    return () => { this.#pending = this.#pending.filter((other) => other !== entry); };
  }

  /** Number of milliseconds that have passed. */
  get now(): number {
    return this.#now;
  }

  get pending(): number {
    return this.#pending.length;
  }

  /** Lets time pass, and waits until its effects have happened. */
  async advance(ms: number): Promise<void> {
    await settle();
    const end = this.#now + ms;
    for (;;) {
      const next = this.#pending.filter((entry) => entry.at <= end).sort((a, b) => a.at - b.at)[0];
      if (next === undefined) {
        break;
      }
      this.#now = next.at;
      this.#pending = this.#pending.filter((entry) => entry !== next);
      next.callback();
      await settle();
    }
    this.#now = end;
    await settle();
  }
}

/** Lets everything run that waits only for promises. */
export async function settle(): Promise<void> {
  for (let i = 0; i < 3; i += 1) {
    await new Promise<void>((resolve) => { setImmediate(resolve); });
  }
}
