import type { Session } from '@mxgateway/client';
import { patienceMs, until } from './waiting.ts';

/** Longer than the simulator's scan, which reports the changed rate itself. */
const quietMs = 1_500;

/** The simulator's load generator in one session: a number of events per second over a number of items. */
export class Load {
  readonly #session: Session;
  readonly #serverHandle: number;
  readonly #rateHandle: number;

  private constructor(session: Session, serverHandle: number, rateHandle: number) {
    this.#session = session;
    this.#serverHandle = serverHandle;
    this.#rateHandle = rateHandle;
  }

  static async on(session: Session, items: number): Promise<Load> {
    const serverHandle = await session.register('end-to-end');
    const references = Array.from({ length: items }, (_, i) => `Load.Item${String(i + 1).padStart(4, '0')}`);
    const results = await session.subscribeBulk(serverHandle, ['Load.Rate', ...references]);
    const refused = results.filter(({ hresult }) => hresult < 0);
    const rateHandle = results[0]?.itemHandle;
    if (refused.length > 0 || rateHandle === undefined) {
      throw new Error(`${refused.length} load items were refused: ${refused[0]?.diagnostic ?? 'no handle'}`);
    }
    return new Load(session, serverHandle, rateHandle);
  }

  /** Sets the events per second. */
  async setRate(eventsPerSecond: number): Promise<void> {
    // A write is refused until the item's first value has arrived, from which its type is known.
    await until(patienceMs, 'the load takes a rate', async () => {
      await this.#session.write(this.#serverHandle, this.#rateHandle, eventsPerSecond);
      return true;
    });
  }

  /** Stops the load and returns the last sequence of the session. */
  async stop(): Promise<number> {
    await this.setRate(0);
    let before = -1;
    let since = Date.now();
    return until(patienceMs, 'the session comes to rest', async () => {
      const { latestSequence } = await this.#session.info();
      if (latestSequence !== before) {
        before = latestSequence;
        since = Date.now();
      }
      return Date.now() - since > quietMs ? latestSequence : undefined;
    });
  }
}
