import type { AlarmCommandResult, AlarmOccurrence, GatewayClient } from '@mxgateway/client';
import { GatewayError } from '@mxgateway/client';
import { describe } from '../problems.ts';
import type { CommandOutcomes } from './CommandOutcomes.ts';

/** Alarms of one call. Their outcomes come together, so with fewer per call the first outcomes are shown sooner. */
const alarmsPerCall = 50;

export type AlarmCaller = Pick<GatewayClient, 'acknowledgeAlarms' | 'shelveAlarm'>;

/** Runs commands on alarms and keeps what became of them. It never repeats a command whose outcome is not known. */
export class AlarmActions {
  readonly #client: AlarmCaller;
  readonly #outcomes: CommandOutcomes;
  readonly #onChange: () => void;
  #isRunning = false;

  constructor(client: AlarmCaller, outcomes: CommandOutcomes, onChange: () => void) {
    this.#client = client;
    this.#outcomes = outcomes;
    this.#onChange = onChange;
  }

  /** A command is running. Another one must wait, because its outcomes would take the place of those that are still to come. */
  get isRunning(): boolean {
    return this.#isRunning;
  }

  /** Acknowledges occurrences in the numbering of `epoch`. */
  async acknowledge(alarms: readonly AlarmOccurrence[], epoch: string | undefined, comment: string): Promise<void> {
    await this.#run(alarms, async () => {
      for (let from = 0; from < alarms.length; from += alarmsPerCall) {
        const part = alarms.slice(from, from + alarmsPerCall);
        await this.#call(part, () => this.#client.acknowledgeAlarms({ alarms: part, epoch, comment }));
      }
    });
  }

  /** Shelves an alarm for some hours; 0 ends the shelving. */
  async shelve(reference: string, hours: number, reason: string): Promise<void> {
    const alarms = [{ reference }];
    await this.#run(alarms, () => this.#call(alarms, async () => [await this.#client.shelveAlarm({ reference, hours, reason })]));
  }

  async #run(alarms: readonly { readonly reference: string; readonly occurrence?: number }[], steps: () => Promise<void>): Promise<void> {
    if (this.#isRunning) {
      return;
    }
    this.#isRunning = true;
    this.#outcomes.begin(alarms);
    this.#onChange();
    try {
      await steps();
    } finally {
      this.#isRunning = false;
      this.#onChange();
    }
  }

  async #call(alarms: readonly { readonly reference: string }[], call: () => Promise<readonly AlarmCommandResult[]>): Promise<void> {
    try {
      this.#outcomes.settle(await call());
    } catch (error) {
      const mayHaveRun = !(error instanceof GatewayError) || error.duty === 'outcomeUnknown';
      this.#outcomes.fail(alarms, describe(error), mayHaveRun);
    }
    this.#onChange();
  }
}
