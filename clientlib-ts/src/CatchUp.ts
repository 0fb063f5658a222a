import type { StartedItem } from './contracts.js';

/**
 * Knows when a subscription that continues another one has brought what was missed in between: then the values that did not change are
 * confirmed. Values of before a gap are confirmed by the snapshot that follows only.
 */
export class CatchUp {
  readonly #confirm: () => void;
  /** Whether the values are those of a snapshot and of what followed it without a gap. */
  #isComplete = false;
  #due: number | undefined;

  constructor(confirm: () => void) {
    this.#confirm = confirm;
  }

  begin({ latest, resumedAfter }: StartedItem): void {
    if (this.#isComplete) {
      this.#due = latest;
      this.reach(resumedAfter);
    }
  }

  reach(sequence: number): void {
    if (this.#due !== undefined && this.#due <= sequence) {
      this.#due = undefined;
      this.#confirm();
    }
  }

  snapshot(): void {
    this.#isComplete = true;
  }

  gap(): void {
    this.#isComplete = false;
    this.#due = undefined;
  }
}
