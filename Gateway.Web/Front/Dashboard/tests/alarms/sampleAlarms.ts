import type { Alarm, AlarmTransition } from '@mxgateway/client';

/** An active, unacknowledged alarm. */
export function alarm(reference: string, overrides: Partial<Alarm> = {}): Alarm {
  return {
    reference, condition: 'active', acknowledged: false, suppression: 'none', occurrence: 1, quality: 192, sequence: 1, priority: 500,
    raisedAt: '2026-03-01T12:00:00Z', ...overrides,
  };
}

export const acknowledged: Partial<Alarm> = { acknowledged: true, acknowledgedBy: 'ada' };
export const returned: Partial<Alarm> = { condition: 'normal' };
export const unknown: Partial<Alarm> = { condition: 'unknown' };
export const normal: Partial<Alarm> = { condition: 'normal', acknowledged: true };
export const shelved: Partial<Alarm> = { suppression: 'shelved' };

export function raised(one: Alarm, overrides: Partial<AlarmTransition> = {}): AlarmTransition {
  return { sequence: one.sequence, at: '2026-03-01T12:00:00Z', kind: 'raised', cause: 'live', alarm: one, ...overrides };
}
