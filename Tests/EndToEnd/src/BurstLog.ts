import type { EventStream } from '@mxgateway/client';
import { EventLog } from './EventLog.ts';

/** Keeps account of a burst of the fake component: its first value 0, and then every number up to the last. */
export class BurstLog extends EventLog {
  /** Values that came in the place of others, the first ones. */
  readonly misplaced: string[] = [];
  readonly #size: number;
  #expected = 0;
  #begun = 0;
  #ended = 0;

  constructor(size: number) {
    super();
    this.#size = size;
  }

  /** Changes a second from the first to the last. */
  get rate(): number {
    return Math.round(this.#size / this.seconds);
  }

  get seconds(): number {
    return (this.#ended - this.#begun) / 1_000;
  }

  /** Reads until the last number has come, or something is missing. */
  readBurst(stream: EventStream): Promise<void> {
    return this.read(stream, (item) => {
      let latest: unknown;
      for (const event of item.kind === 'events' ? item.events : []) {
        this.#begun ||= performance.now();
        latest = event.family === 'OnDataChange' ? event.value : event.family;
        if (latest !== this.#expected && this.misplaced.length < 10) {
          this.misplaced.push(`${JSON.stringify(latest)} instead of ${this.#expected}`);
        }
        this.#expected += 1;
      }
      this.#ended = performance.now();
      return latest === this.#size || this.gaps.length > 0;
    });
  }
}
