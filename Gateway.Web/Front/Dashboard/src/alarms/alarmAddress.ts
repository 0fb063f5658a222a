import type { AlarmState } from '@mxgateway/client';
import { orderOf, orderText } from '../tables/rowOrder.ts';
import { type AlarmFilter, defaultFilter, isDefaultStates, states } from './alarmFilter.ts';
import { type AlarmOrder, defaultOrder, sortColumns } from './alarmOrder.ts';

/** What the address says about the alarms view. */
export interface AlarmPlace {
  readonly filter: AlarmFilter;
  readonly order: AlarmOrder;
  /** The alarm whose detail is open. */
  readonly alarm: string | undefined;
}

/** The parameters of the address that belong to this view. */
export const alarmParameters = ['q', 'states', 'priorityTo', 'area', 'sort', 'alarm'] as const;
export type AlarmParameters = Readonly<Partial<Record<(typeof alarmParameters)[number], string>>>;

/** Reads a place; a parameter that is not understood is as if it were absent. */
export function placeOf(parameters: URLSearchParams): AlarmPlace {
  const priorityTo = Number(parameters.get('priorityTo') ?? Number.NaN);
  const wanted = new Set(parameters.get('states')?.split(',').filter((name): name is AlarmState => states.some((state) => state === name)));
  return {
    filter: {
      text: parameters.get('q') ?? '',
      states: parameters.has('states') ? wanted : defaultFilter.states,
      priorityTo: Number.isInteger(priorityTo) && priorityTo >= 1 && priorityTo <= 999 ? priorityTo : undefined,
      area: parameters.get('area') ?? undefined,
    },
    order: orderOf(parameters.get('sort'), sortColumns) ?? defaultOrder,
    alarm: parameters.get('alarm') ?? undefined,
  };
}

/** The parameters of a place; what is as by default is left out. */
export function parametersOf({ filter, order, alarm }: AlarmPlace): AlarmParameters {
  return {
    ...(filter.text === '' ? {} : { q: filter.text }),
    ...(isDefaultStates(filter.states) ? {} : { states: states.filter((state) => filter.states.has(state)).join(',') }),
    ...(filter.priorityTo === undefined ? {} : { priorityTo: String(filter.priorityTo) }),
    ...(filter.area === undefined ? {} : { area: filter.area }),
    ...(orderText(order) === orderText(defaultOrder) ? {} : { sort: orderText(order) }),
    ...(alarm === undefined ? {} : { alarm }),
  };
}
