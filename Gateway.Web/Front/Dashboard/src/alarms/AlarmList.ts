import type { Alarm } from '@mxgateway/client';
import { type AlarmFilter, defaultFilter, toTest } from './alarmFilter.ts';
import { type AlarmOrder, defaultOrder, toCompare } from './alarmOrder.ts';
import { type AlarmRow, keyOf, toRow } from './alarmRow.ts';
import { HeldRows } from './HeldRows.ts';

/**
 * The alarms that pass the filter, in order. A change costs a pass over the list and a search for the changed alarms, not a sort of all. While
 * the list is held, its rows stay in their places and show what their alarms are now; what would move waits.
 */
export class AlarmList {
  readonly #rows = new Map<string, AlarmRow>();
  #live: readonly AlarmRow[] = [];
  #held: HeldRows | undefined;
  #areas: readonly string[] = [];
  #test = toTest(defaultFilter);
  #compare = toCompare(defaultOrder);

  /** The rows to draw. */
  get shown(): readonly AlarmRow[] {
    return this.#held?.rows ?? this.#live;
  }

  /** Number of alarms, including those that do not pass the filter. */
  get size(): number {
    return this.#rows.size;
  }

  get isHeld(): boolean {
    return this.#held !== undefined;
  }

  /** Number of alarms that will appear, disappear or move when the list is released. */
  get waiting(): number {
    return this.#held?.waiting ?? 0;
  }

  get(key: string): AlarmRow | undefined {
    return this.#rows.get(key);
  }

  /** The names of the areas that have had alarms, sorted. */
  get areas(): readonly string[] {
    return this.#areas;
  }

  /** The user has chosen another filter or order, which also shows what was waiting. */
  choose(filter: AlarmFilter, order: AlarmOrder): void {
    this.#test = toTest(filter);
    this.#compare = toCompare(order);
    this.#live = [...this.#rows.values()].filter(this.#test).sort(this.#compare);
    this.showWaiting();
  }

  /** Applies changes of alarms: `get` gives an alarm as it is now, and undefined when it is not listed any more. */
  update(references: Iterable<string>, get: (reference: string) => Alarm | undefined): void {
    const changed = new Map<string, AlarmRow | undefined>();
    for (const reference of references) {
      const alarm = get(reference);
      const key = keyOf(reference);
      const row = alarm === undefined ? undefined : toRow(alarm);
      changed.set(key, row);
      if (row === undefined) {
        this.#rows.delete(key);
      } else {
        this.#rows.set(key, row);
        this.#noteArea(row.alarm.area);
      }
    }
    if (changed.size > 0) {
      this.#live = this.#merge(changed);
      this.#held?.update(changed, this.#test, this.#compare);
    }
  }

  clear(): void {
    this.#rows.clear();
    this.#areas = [];
    this.#live = [];
    this.#held = undefined;
  }

  hold(): void {
    this.#held ??= new HeldRows(this.#live);
  }

  release(): void {
    this.#held = undefined;
  }

  /** Shows what is waiting and goes on holding. */
  showWaiting(): void {
    if (this.#held !== undefined) {
      this.#held = new HeldRows(this.#live);
    }
  }

  #noteArea(area: string | undefined): void {
    if (area !== undefined && area !== '' && !this.#areas.includes(area)) {
      this.#areas = [...this.#areas, area].sort();
    }
  }

  #merge(changed: ReadonlyMap<string, AlarmRow | undefined>): readonly AlarmRow[] {
    const added = [...changed.values()].filter((row) => row !== undefined && this.#test(row)) as AlarmRow[];
    added.sort(this.#compare);
    const merged: AlarmRow[] = [];
    let next = 0;
    for (const row of this.#live) {
      if (changed.has(row.key)) {
        continue;
      }
      for (let first = added[next]; first !== undefined && this.#compare(first, row) < 0; first = added[next]) {
        merged.push(first);
        next += 1;
      }
      merged.push(row);
    }
    merged.push(...added.slice(next));
    return merged;
  }
}
