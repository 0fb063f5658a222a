import type { AlarmState } from '@mxgateway/client';
import { wordTest } from '../tables/words.ts';
import type { AlarmRow } from './alarmRow.ts';

/** All states, in the order in which the page shows them. */
export const states: readonly AlarmState[] = ['unacknowledged', 'returned', 'unknown', 'acknowledged', 'suppressed', 'normal'];

/** What is shown unless the user chooses: everything that an operator may have to act on. */
export const defaultStates: ReadonlySet<AlarmState> = new Set(states.filter((state) => state !== 'normal'));

export interface AlarmFilter {
  readonly text: string;
  readonly states: ReadonlySet<AlarmState>;
  /** Only alarms that are at least as urgent: 1 is the most urgent. */
  readonly priorityTo: number | undefined;
  readonly area: string | undefined;
}

export const defaultFilter: AlarmFilter = { text: '', states: defaultStates, priorityTo: undefined, area: undefined };

export function isDefaultStates(chosen: ReadonlySet<AlarmState>): boolean {
  return chosen.size === defaultStates.size && [...chosen].every((state) => defaultStates.has(state));
}

/** Whether a filter is what is shown unless the user chooses. */
export function isDefault({ text, states: chosen, priorityTo, area }: AlarmFilter): boolean {
  return text === '' && priorityTo === undefined && area === undefined && isDefaultStates(chosen);
}

/** A test for many rows. Each word of the text must be found. An alarm without a priority counts as least urgent. */
export function toTest({ text, states: wanted, priorityTo, area }: AlarmFilter): (row: AlarmRow) => boolean {
  const test = wordTest(text);
  return (row) => wanted.has(row.state)
    && (priorityTo === undefined || (row.alarm.priority ?? Number.POSITIVE_INFINITY) <= priorityTo)
    && (area === undefined || row.alarm.area === area)
    && test(row.text);
}
