import type { Alarm, AlarmItem, AlarmMonitor, AlarmTransition } from '../../src/alarmContracts.js';

export const watching: AlarmMonitor = { status: 'watching', since: '2026-03-01T12:00:00Z', watched: 9, unknown: 0 };

type Kind<K extends AlarmItem['kind']> = Extract<AlarmItem, { readonly kind: K }>;

export function alarm(reference: string, sequence: number, overrides: Partial<Alarm> = {}): Alarm {
  return { reference, condition: 'active', acknowledged: false, suppression: 'none', occurrence: sequence, quality: 192, sequence, ...overrides };
}

export const startedAlarms = (after: number, epoch = 'a1', latest = after): Kind<'started'> =>
  ({ kind: 'started', epoch, oldest: 1, latest, after, monitor: watching });

export const active = (asOf: number, ...alarms: readonly Alarm[]): Kind<'activeAlarm'> => ({ kind: 'activeAlarm', asOf, alarms });

export const complete = (asOf: number, count: number): Kind<'snapshotComplete'> => ({ kind: 'snapshotComplete', asOf, count });

/** A whole snapshot. */
export const snapshot = (asOf: number, ...alarms: readonly Alarm[]): readonly AlarmItem[] => [active(asOf, ...alarms), complete(asOf, alarms.length)];

export const transition = (one: Alarm, overrides: Partial<AlarmTransition> = {}): AlarmTransition =>
  ({ sequence: one.sequence, at: '2026-03-01T12:00:00Z', kind: 'changed', cause: 'live', alarm: one, ...overrides });

export const transitions = (first: number, last: number, ...list: readonly AlarmTransition[]): Kind<'transition'> =>
  ({ kind: 'transition', first, last, transitions: list });

/** One transition of each sequence, each of an alarm of its own. */
export const raises = (first: number, last: number): Kind<'transition'> => transitions(first, last,
  ...Array.from({ length: last - first + 1 }, (_, i) => transition(alarm(`A${first + i}`, first + i), { kind: 'raised' })));

export const alarmGap = (requestedAfter: number, latest: number, epoch = 'a1'): Kind<'gap'> =>
  ({ kind: 'gap', reason: 'retention', requestedAfter, epoch, oldest: latest, latest });
