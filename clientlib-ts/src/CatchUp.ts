import type { StartedItem } from './contracts.js';
import type { LiveOutlet } from './LiveOutlet.js';

/**
 * Knows when a subscription that continues another one has brought what was missed in between: until then the values are stale, and then
 * those that did not change are confirmed. Values of before a gap are confirmed by the snapshot that follows only.
 */
export class CatchUp {
  readonly #outlet: LiveOutlet;
  /** Whether the values are those of a snapshot and of what followed it without a gap. */
  #isComplete = false;
  #due: number | undefined;

  constructor(outlet: LiveOutlet) {
    this.#outlet = outlet;
  }

  begin({ latest, resumedAfter }: StartedItem): void {
    if (!this.#isComplete) {
      return;
    }
    if (resumedAfter < latest) {
      // The loss may have been over before anybody noticed it, and then the values are not stale yet.
      this.#outlet.doubt();
    }
    this.#due = latest;
    this.reach(resumedAfter);
  }

  reach(sequence: number): void {
    if (this.#due !== undefined && this.#due <= sequence) {
      this.#due = undefined;
      this.#outlet.confirm();
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
