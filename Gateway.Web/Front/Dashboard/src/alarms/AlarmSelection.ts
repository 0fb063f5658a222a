import type { AlarmOccurrence } from '@mxgateway/client';
import { type AlarmRow, isAcknowledgeable } from './alarmRow.ts';

/**
 * The alarms that the user has selected, each with the occurrence that the page showed at that moment. Only that occurrence is acknowledged: one
 * that began later has not been seen.
 */
export class AlarmSelection {
  readonly #chosen = new Map<string, AlarmOccurrence>();

  get size(): number {
    return this.#chosen.size;
  }

  has(key: string): boolean {
    return this.#chosen.has(key);
  }

  /** Selects or deselects an alarm; one that cannot be acknowledged is not selected. */
  set(row: AlarmRow, on: boolean): void {
    if (on && isAcknowledgeable(row)) {
      this.#chosen.set(row.key, occurrenceOf(row));
    } else {
      this.#chosen.delete(row.key);
    }
  }

  clear(): void {
    this.#chosen.clear();
  }

  /**
   * Deselects what no longer needs an acknowledgement, and what was raised again since.
   *
   * @returns How many were raised again.
   */
  reconcile(get: (key: string) => AlarmRow | undefined): number {
    let raised = 0;
    for (const [key, { occurrence }] of this.#chosen) {
      const row = get(key);
      if (row !== undefined && row.alarm.occurrence !== occurrence) {
        raised += 1;
        this.#chosen.delete(key);
      } else if (row === undefined || !isAcknowledgeable(row)) {
        this.#chosen.delete(key);
      }
    }
    return raised;
  }

  occurrences(): AlarmOccurrence[] {
    return [...this.#chosen.values()];
  }
}

export function occurrenceOf({ alarm }: AlarmRow): AlarmOccurrence {
  return { reference: alarm.reference, occurrence: alarm.occurrence };
}
