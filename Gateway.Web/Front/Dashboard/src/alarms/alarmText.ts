import type { Alarm, AlarmMonitor, AlarmState, AlarmTransition } from '@mxgateway/client';
import { formatValue } from '../format.ts';
import type { AlarmRow } from './alarmRow.ts';
import { zoned } from './zonedTime.ts';

/** A sign beside each state, so that the colour is never the only difference. */
export const signs: Readonly<Record<AlarmState, string>> = {
  unacknowledged: '▲', returned: '▽', unknown: '?', acknowledged: '●', suppressed: '‖', normal: '✓',
};

export const stateNames: Readonly<Record<AlarmState, string>> = {
  unacknowledged: 'unacknowledged', returned: 'returned', unknown: 'unknown', acknowledged: 'acknowledged', suppressed: 'suppressed', normal: 'normal',
};

/** The state of a row in words; a suppressed alarm has two. */
export function stateText({ state, mainState, alarm }: AlarmRow): string {
  return state === 'suppressed' ? `${alarm.suppression}, ${stateNames[mainState]}` : stateNames[state];
}

/** The value when the alarm was raised and the limit that it passed, such as `91.2 › 90 %`; empty when neither is known. */
export function valueText({ value, limit, unit }: Alarm): string {
  if (value === undefined && limit === undefined) {
    return '';
  }
  const shown = [formatValue(value?.value ?? null, value?.dataType), ...(limit === undefined ? [] : [formatValue(limit.value, limit.dataType)])];
  return `${shown.join(' › ')}${unit === undefined || unit === '' ? '' : ` ${unit}`}`;
}

/** How often a chattering alarm was raised in the minute up to its last raise, such as `×4`; empty for others. */
export function chatterText({ chattering }: Alarm): string {
  return chattering === undefined ? '' : `×${chattering}`;
}

export interface Notice {
  readonly tone: 'bad' | 'uncertain';
  readonly text: string;
}

/** What the page knows about how far its alarms can be relied on. */
export interface WatchState {
  readonly monitor: AlarmMonitor | undefined;
  readonly stale: boolean;
  readonly awaitingSnapshot: boolean;
  readonly connected: boolean;
  /** Why the alarms are no longer read; undefined while they are. */
  readonly ended: string | undefined;
}

/** What must be said above the alarms; undefined when they can be relied on. */
export function noticeOf({ monitor, stale, awaitingSnapshot, connected, ended }: WatchState): Notice | undefined {
  if (ended !== undefined) {
    return { tone: 'bad', text: `The alarms are not read: ${ended} What is listed may be out of date.` };
  }
  if (monitor === undefined) {
    return undefined;
  }
  if (!connected) {
    return { tone: 'bad', text: 'The alarms are out of date: there is no connection to the gateway. What is listed was known last.' };
  }
  const since = `since ${zoned(monitor.since)}`;
  const reason = monitor.reason === undefined ? '' : ` ${monitor.reason}`;
  switch (monitor.status) {
    case 'blind':
      return { tone: 'bad', text: `The gateway does not see the alarms ${since}.${reason} What is listed was known last, and new alarms are not shown.` };
    case 'starting':
      return { tone: 'uncertain', text: `The gateway has begun to watch the alarms and does not know all of them yet, ${since}.${reason}` };
    case 'off':
      return { tone: 'bad', text: `The gateway does not watch alarms.${reason}` };
    case 'partial':
      return { tone: 'uncertain', text: `The gateway does not know the state of ${monitor.unknown} of ${monitor.watched} alarms, ${since}.${reason}` };
    case 'watching':
      return stale || awaitingSnapshot ? { tone: 'uncertain', text: 'The alarms are being read again. What is listed may be out of date.' } : undefined;
  }
}

const kinds: Readonly<Record<AlarmTransition['kind'], string>> = {
  raised: 'raised', found: 'found standing', cleared: 'returned to normal', acknowledged: 'acknowledged', becameUnknown: 'became unknown',
  restored: 'known again', changed: 'changed', removed: 'no longer watched',
};

/** A transition in words. */
export function transitionText({ kind, cause, alarm, merged }: AlarmTransition): string {
  const by = kind === 'acknowledged' && alarm.acknowledgedBy !== undefined ? ` by ${alarm.acknowledgedBy}` : '';
  const comment = kind === 'acknowledged' && alarm.comment !== undefined && alarm.comment !== '' ? `: ${alarm.comment}` : '';
  const later = cause === 'reconciled' ? ' (noticed later)' : '';
  const more = merged === undefined ? '' : ` (and ${merged} earlier)`;
  return `${kinds[kind]}${by}${comment}${later}${more}`;
}
