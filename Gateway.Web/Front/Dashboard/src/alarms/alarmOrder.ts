import type { RowOrder } from '../tables/rowOrder.ts';
import { compareTexts } from '../tables/words.ts';
import { states } from './alarmFilter.ts';
import type { AlarmRow } from './alarmRow.ts';

export const sortColumns = ['state', 'priority', 'area', 'reference', 'message', 'value', 'raised', 'by'] as const;
export type AlarmColumn = (typeof sortColumns)[number];

export type AlarmOrder = RowOrder<AlarmColumn>;

/** What must be acted on first is first: by state, then by urgency, then the newest. */
export const defaultOrder: AlarmOrder = { column: 'state', descending: false };

type Compare = (a: AlarmRow, b: AlarmRow) => number;

const ranks = new Map(states.map((state, rank) => [state, rank]));

const columns: Readonly<Record<AlarmColumn, Compare>> = {
  state: (a, b) => rankOf(a) - rankOf(b),
  priority: (a, b) => priorityOf(a) - priorityOf(b),
  area: (a, b) => compareTexts(a.alarm.area ?? '', b.alarm.area ?? ''),
  reference: (a, b) => compareTexts(a.alarm.reference, b.alarm.reference),
  message: (a, b) => compareTexts(a.alarm.description ?? '', b.alarm.description ?? ''),
  value: (a, b) => valueOf(a) - valueOf(b),
  raised: (a, b) => a.raised - b.raised,
  by: (a, b) => compareTexts(a.alarm.acknowledgedBy ?? '', b.alarm.acknowledgedBy ?? ''),
};

/** The order of rows. Equal rows are ordered by state, urgency, age and name, so that no two rows change places without a reason. */
export function toCompare({ column, descending }: AlarmOrder): Compare {
  const first = columns[column];
  const sign = descending ? -1 : 1;
  return (a, b) => (sign * first(a, b)) || columns.state(a, b) || columns.priority(a, b) || b.raised - a.raised || byKey(a, b);
}

function byKey(a: AlarmRow, b: AlarmRow): number {
  return a.key < b.key ? -1 : Number(a.key > b.key);
}

function rankOf({ state }: AlarmRow): number {
  return ranks.get(state) ?? states.length;
}

function priorityOf({ alarm }: AlarmRow): number {
  return alarm.priority ?? 1_000;
}

function valueOf({ alarm }: AlarmRow): number {
  const value = alarm.value?.value;
  const number = typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean' ? Number(value) : Number.NaN;
  return Number.isNaN(number) ? Number.MAX_VALUE : number;
}
