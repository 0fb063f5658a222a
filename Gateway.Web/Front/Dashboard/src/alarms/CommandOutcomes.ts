import type { AlarmCommandResult, AlarmOccurrence } from '@mxgateway/client';
import { keyOf } from './alarmRow.ts';

export type Tone = 'good' | 'uncertain' | 'bad';

export interface ShownOutcome {
  readonly reference: string;
  readonly tone: Tone | 'waiting';
  /** One or two words. */
  readonly word: string;
  /** The reason; empty when there is none. */
  readonly reason: string;
}

const words: Readonly<Record<AlarmCommandResult['outcome'], readonly [tone: Tone, word: string]>> = {
  acknowledged: ['good', 'acknowledged'],
  alreadyAcknowledged: ['good', 'was already acknowledged'],
  shelved: ['good', 'shelved'],
  unshelved: ['good', 'unshelved'],
  refused: ['bad', 'refused'],
  unknown: ['uncertain', 'outcome unknown'],
};

/** What became of the latest commands, by alarm, as long as their alarm has the same occurrence. */
export class CommandOutcomes {
  readonly #entries = new Map<string, ShownOutcome & { readonly occurrence: number | undefined }>();
  #version = 0;

  /** Changes whenever an outcome does. */
  get version(): number {
    return this.#version;
  }

  /** The outcomes of the latest command, in its order. */
  get all(): readonly ShownOutcome[] {
    return [...this.#entries.values()];
  }

  /** The outcome for an alarm; undefined when there is none, or when the alarm was raised again since. */
  of(key: string, occurrence: number): ShownOutcome | undefined {
    const entry = this.#entries.get(key);
    return entry?.occurrence === undefined || entry.occurrence === occurrence ? entry : undefined;
  }

  /** A new command begins; the outcomes of earlier ones are no longer shown. */
  begin(alarms: readonly { readonly reference: string; readonly occurrence?: number }[]): void {
    this.clear();
    for (const { reference, occurrence } of alarms) {
      this.#entries.set(keyOf(reference), { reference, occurrence, tone: 'waiting', word: 'waiting…', reason: '' });
    }
  }

  settle(results: readonly AlarmCommandResult[]): void {
    for (const { reference, outcome, message } of results) {
      const [tone, word] = words[outcome];
      this.#put(reference, tone, word, message ?? '');
    }
  }

  /** The call itself failed: `mayHaveRun` tells whether it may have taken effect. */
  fail(alarms: readonly Pick<AlarmOccurrence, 'reference'>[], reason: string, mayHaveRun: boolean): void {
    for (const { reference } of alarms) {
      this.#put(reference, mayHaveRun ? 'uncertain' : 'bad', mayHaveRun ? 'outcome unknown' : 'refused', reason);
    }
  }

  clear(): void {
    this.#version += 1;
    this.#entries.clear();
  }

  /** All outcomes in one sentence, such as `2 acknowledged, 1 refused.`; empty when there are none. */
  summary(): string {
    const counts = new Map<string, number>();
    for (const { word } of this.#entries.values()) {
      counts.set(word, (counts.get(word) ?? 0) + 1);
    }
    return counts.size === 0 ? '' : `${[...counts].map(([word, count]) => `${count} ${word.replace('…', '')}`).join(', ')}.`;
  }

  #put(reference: string, tone: Tone, word: string, reason: string): void {
    const key = keyOf(reference);
    this.#version += 1;
    this.#entries.set(key, { reference, occurrence: this.#entries.get(key)?.occurrence, tone, word, reason });
  }
}
