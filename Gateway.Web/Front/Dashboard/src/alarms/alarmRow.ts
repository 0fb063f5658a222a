import { type Alarm, type AlarmMainState, type AlarmState, alarmStateOf, isSuppressed } from '@mxgateway/client';

/** One alarm with what sorting, filtering and drawing need of it, computed once per change of the alarm. */
export interface AlarmRow {
  /** Identifies the alarm; references are compared without regard to case. */
  readonly key: string;
  readonly alarm: Alarm;
  /** The state under which the alarm is counted: a suppressed one is `suppressed`. */
  readonly state: AlarmState;
  readonly mainState: AlarmMainState;
  /** Milliseconds since 1970; 0 when the alarm was never seen raised. */
  readonly raised: number;
  /** What the text filter searches, in lower case. */
  readonly text: string;
  /** The alarm has left the list, and its row remains only while the list is held. */
  readonly gone: boolean;
}

export function toRow(alarm: Alarm): AlarmRow {
  const mainState = alarmStateOf(alarm);
  const raised = alarm.raisedAt === undefined ? 0 : Date.parse(alarm.raisedAt);
  return {
    key: keyOf(alarm.reference),
    alarm,
    state: isSuppressed(alarm) ? 'suppressed' : mainState,
    mainState,
    raised: Number.isNaN(raised) ? 0 : raised,
    text: [alarm.reference, alarm.description, alarm.area, alarm.acknowledgedBy, alarm.comment].join('\n').toLowerCase(),
    gone: false,
  };
}

export function keyOf(reference: string): string {
  return reference.toLowerCase();
}

/** Whether an acknowledgement can have an effect: the gateway refuses it while the condition is unknown. */
export function isAcknowledgeable({ alarm, mainState, gone }: AlarmRow): boolean {
  return !gone && alarm.occurrence > 0 && (mainState === 'unacknowledged' || mainState === 'returned');
}
