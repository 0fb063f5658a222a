import type { GatewayError } from '../errors.js';
import { toTabError, type WorkerMessage } from './tabMessages.js';

/** How many items may be on their way to a tab before those that can be merged wait. */
const window = 8;

/** How many items that cannot be merged may wait for a tab. Then its stream ends, and the tab resumes it from its position. */
export const maxUntaken = 256;

/** One stream of a tab, as the worker sends it. */
export class TabOutlet {
  readonly id: number;
  readonly #post: (message: WorkerMessage) => void;
  #ended = false;
  #untaken = 0;

  constructor(id: number, post: (message: WorkerMessage) => void) {
    this.id = id;
    this.#post = post;
  }

  get ended(): boolean {
    return this.#ended;
  }

  /** Items that the tab has not taken yet. A frozen tab takes none. */
  get untaken(): number {
    return this.#untaken;
  }

  get isFree(): boolean {
    return this.#untaken < window;
  }

  taken(): void {
    this.#untaken -= 1;
  }

  put(item: unknown): void {
    if (!this.#ended) {
      this.#untaken += 1;
      this.#post({ kind: 'item', id: this.id, item });
    }
  }

  complete(): void {
    this.#end({ kind: 'complete', id: this.id });
  }

  fail(error: GatewayError): void {
    this.#end({ kind: 'error', id: this.id, error: toTabError(error) });
  }

  /** The tab wants nothing more. */
  discard(): void {
    this.#ended = true;
  }

  #end(message: WorkerMessage): void {
    if (!this.#ended) {
      this.#ended = true;
      this.#post(message);
    }
  }
}
