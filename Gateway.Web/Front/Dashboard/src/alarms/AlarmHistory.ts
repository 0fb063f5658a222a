import type { AlarmTransition } from '@mxgateway/client';
import type { GatewayApi } from '../api.ts';

const kept = 20;
/** How far back the log is searched for transitions of one alarm. */
const searched = 20_000;
const mostPages = 5;

/** The last transitions of one alarm, newest first: from the log, then as they come. */
export class AlarmHistory {
  readonly #transitions = new Map<number, AlarmTransition>();

  get newestFirst(): readonly AlarmTransition[] {
    return [...this.#transitions.values()].sort((a, b) => b.sequence - a.sequence).slice(0, kept);
  }

  note(transition: AlarmTransition): void {
    this.#transitions.set(transition.sequence, transition);
    if (this.#transitions.size > 2 * kept) {
      const keep = this.newestFirst;
      this.#transitions.clear();
      keep.forEach((one) => this.#transitions.set(one.sequence, one));
    }
  }

  /** Reads the log up to the latest transition of the alarm. */
  async load(api: Pick<GatewayApi, 'alarmLog'>, reference: string, latest: number): Promise<void> {
    let after = Math.max(0, latest - searched);
    for (let page = 0; page < mostPages && after < latest; page += 1) {
      const { transitions, next } = await api.alarmLog(reference, after);
      transitions.forEach((transition) => { this.note(transition); });
      if (next <= after) {
        return;
      }
      after = next;
    }
  }
}
