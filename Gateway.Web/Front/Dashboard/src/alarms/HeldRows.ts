import type { AlarmRow } from './alarmRow.ts';

/** Rows that stay where they are. Each shows what its alarm is now; alarms that would appear, disappear or move are counted. */
export class HeldRows {
  readonly rows: AlarmRow[];
  readonly #places: ReadonlyMap<string, number>;
  /** The rows as they were when they were put in order. */
  readonly #before: readonly AlarmRow[];
  readonly #waiting = new Set<string>();

  constructor(rows: readonly AlarmRow[]) {
    this.#before = rows;
    this.rows = [...rows];
    this.#places = new Map(rows.map(({ key }, place) => [key, place]));
  }

  get waiting(): number {
    return this.#waiting.size;
  }

  /** Applies changed alarms; undefined stands for an alarm that is not listed any more. */
  update(changed: ReadonlyMap<string, AlarmRow | undefined>, test: (row: AlarmRow) => boolean, compare: (a: AlarmRow, b: AlarmRow) => number): void {
    for (const [key, row] of changed) {
      const place = this.#places.get(key);
      const before = place === undefined ? undefined : this.#before[place];
      const now = row !== undefined && test(row) ? row : undefined;
      if (place !== undefined && before !== undefined) {
        this.rows[place] = row ?? { ...before, state: 'normal', mainState: 'normal', gone: true };
      }
      const stays = now === undefined ? before === undefined : before !== undefined && compare(before, now) === 0;
      if (stays) {
        this.#waiting.delete(key);
      } else {
        this.#waiting.add(key);
      }
    }
  }
}
