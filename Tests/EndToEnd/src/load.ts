import type { EventStream, Session } from '@mxgateway/client';
import { patienceMs, until, within } from './waiting.ts';

const rateItem = 'Load.Rate';

/** Far longer than a write takes in the simulator: one that was repeated may complete after the others. */
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
    const results = await session.subscribeBulk(serverHandle, [rateItem, ...references]);
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

  /** Stops a load that runs and returns the last sequence of the session. */
  async stop(): Promise<number> {
    const rates = this.#session.events({ filter: { references: [rateItem] } });
    try {
      await within(patienceMs, 'the start of the stream of rates', rates.next());
      await this.setRate(0);
      await within(patienceMs, 'the end of the load', untilZero(rates));
    } finally {
      await rates.return();
    }
    let before = -1;
    let since = Date.now();
    return until(patienceMs, 'the session comes to rest', async () => {
      // What the gateway published while an answer was on its way is in the next one only, so an answer is as old as its question.
      const asked = Date.now();
      const { latestSequence } = await this.#session.info();
      if (latestSequence !== before) {
        before = latestSequence;
        since = Date.now();
      }
      return asked - since > quietMs ? latestSequence : undefined;
    });
  }
}

/** The simulator reports the changed rate with its next scan, behind everything that the load has raised; and the write has completed. */
async function untilZero(rates: EventStream): Promise<void> {
  const awaited = new Set(['OnDataChange', 'OnWriteComplete']);
  for await (const item of rates) {
    for (const event of item.kind === 'events' ? item.events : []) {
      if (event.family !== 'OnDataChange' || event.value === 0) {
        awaited.delete(event.family);
      }
    }
    if (awaited.size === 0) {
      return;
    }
  }
  throw new Error('The stream of rates ended.');
}
