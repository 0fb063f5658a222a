import type { EventStream } from '@mxgateway/client';
import { EventLog } from './EventLog.ts';

/** Checks a burst of the fake component, whose values are 0 and then every number up to the last one. */
export class BurstLog extends EventLog {
  /** The first values that did not come in their place. */
  readonly misplaced: string[] = [];
  readonly #size: number;
  #expected = 0;
  #begun = 0;
  #ended = 0;

  constructor(size: number) {
    super();
    this.#size = size;
  }

  /** Changes per second, from the first to the last one. */
  get rate(): number {
    return Math.round(this.#size / this.seconds);
  }

  get seconds(): number {
    return (this.#ended - this.#begun) / 1_000;
  }

  /** Reads until the last number has arrived or a gap was reported. */
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
