import type { Alarm, AlarmState } from './alarmContracts.js';

/** The state of an alarm, whether it is suppressed or not. */
export type AlarmMainState = Exclude<AlarmState, 'suppressed'>;

/** How many alarms of a table are in each state. Each alarm is counted once: a suppressed one as `suppressed` and nowhere else. */
export type AlarmCounts = Readonly<Record<AlarmState, number>>;

/** What is active and not known to be acknowledged is `unacknowledged`. */
export function alarmStateOf(alarm: Alarm): AlarmMainState {
  switch (alarm.condition) {
    case 'active':
      return alarm.acknowledged === true ? 'acknowledged' : 'unacknowledged';
    case 'normal':
      return alarm.acknowledged === false ? 'returned' : 'normal';
    default:
      return 'unknown';
  }
}

/** Whether the alarm is certainly shelved, silenced or disabled. Where that is not known, the alarm counts as announced. */
export function isSuppressed(alarm: Alarm): boolean {
  return alarm.suppression !== 'none' && alarm.suppression !== 'unknown';
}

/** The state under which the alarm is counted. */
export function countedState(alarm: Alarm): AlarmState {
  return isSuppressed(alarm) ? 'suppressed' : alarmStateOf(alarm);
}
