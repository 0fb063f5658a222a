import type { StreamMode } from './contracts.js';
import type { MxStatus, MxValue } from './values.js';

/** `unknown`: bad quality, a failed status, or nothing received yet; never to be read as normal. */
export type AlarmCondition = 'normal' | 'active' | 'unknown';

/** What keeps an alarm from being announced. A disabled alarm looks normal although nobody knows. */
export type AlarmSuppression = 'none' | 'shelved' | 'silenced' | 'disabled' | 'unknown';

/** The states by which alarms are filtered. A suppressed alarm has its other state too. */
export type AlarmState = 'unacknowledged' | 'acknowledged' | 'returned' | 'normal' | 'unknown' | 'suppressed';

/** One alarm as a whole, after the transition `sequence`. */
export interface Alarm {
  /** Its name: the reference of the attribute, or of its limit, that raises it. Compared without regard to case. */
  readonly reference: string;
  readonly area?: string;
  readonly condition: AlarmCondition;
  /** While the condition is unknown: what it was when it was last known; absent when it never was. */
  readonly lastCondition?: AlarmCondition;
  readonly unknownSince?: string;
  /** Absent when it is not known. */
  readonly acknowledged?: boolean;
  readonly suppression: AlarmSuppression;
  /** Names the present or last occurrence; 0 when it was never seen active. */
  readonly occurrence: number;
  readonly raisedAt?: string;
  readonly clearedAt?: string;
  readonly acknowledgedAt?: string;
  /** Who acknowledged through this gateway; absent for acknowledgements from elsewhere. */
  readonly acknowledgedBy?: string;
  readonly comment?: string;
  /** 1 to 999; 1 is the most urgent. */
  readonly priority?: number;
  readonly description?: string;
  /** The alarmed value when the occurrence began. */
  readonly value?: MxValue;
  readonly limit?: MxValue;
  readonly unit?: string;
  /** How often it was raised in the minute up to its last raise, if that is three times or more; 100 stands for more, too. */
  readonly chattering?: number;
  /** OPC quality of the condition, raw. */
  readonly quality: number;
  /** The last transition of this alarm. */
  readonly sequence: number;
}

/** `removed`: the alarm is no longer watched. */
export type AlarmTransitionKind = 'raised' | 'found' | 'cleared' | 'acknowledged' | 'becameUnknown' | 'restored' | 'changed' | 'removed';

/** `reconciled`: by comparing, after a time in which the gateway could not see, or by reading again. */
export type AlarmCause = 'live' | 'reconciled';

/** One change of an alarm. It carries the whole alarm after it: applying it replaces the alarm of this reference. */
export interface AlarmTransition {
  readonly sequence: number;
  readonly at: string;
  readonly kind: AlarmTransitionKind;
  readonly cause: AlarmCause;
  readonly sourceTime?: string;
  readonly callbackTime?: string;
  readonly alarm: Alarm;
  /** The alarm no longer passes the filter: drop it from the table. */
  readonly leaves?: boolean;
  /** In conflate mode: how many earlier transitions of this alarm it stands for. */
  readonly merged?: number;
  /** In conflate mode: how many times the alarm was raised in what it stands for. */
  readonly raises?: number;
}

/** `off`: no monitor is configured, which does not mean that no alarm stands. `blind`: every alarm is what was known last. */
export type AlarmMonitorStatus = 'off' | 'starting' | 'watching' | 'partial' | 'blind';

/** Whether the gateway sees the alarms. */
export interface AlarmMonitor {
  readonly status: AlarmMonitorStatus;
  readonly since: string;
  readonly reason?: string;
  /** Number of alarms that are watched. */
  readonly watched: number;
  /** Number of watched alarms whose condition is not known. */
  readonly unknown: number;
}

/** How to read the alarms, as the server takes it. */
export interface AlarmRequest {
  /** The last sequence the reader has. Absent: the stream begins with a snapshot. Inside the log: exactly the transitions after it. */
  readonly after?: number | undefined;
  /** The epoch `after` belongs to. Without it, the current one is assumed. */
  readonly epoch?: string | undefined;
  /**
   * The `view` that `after` was read with. When it is not today's, because rights or filter are other ones, `access` and a snapshot come.
   * Without it the gateway does not compare.
   */
  readonly view?: string | undefined;
  readonly areas?: readonly string[] | undefined;
  /** Globs over the alarm's reference. */
  readonly references?: readonly string[] | undefined;
  /** Only alarms that are at least as urgent: 1 is the most urgent. */
  readonly priorityTo?: number | undefined;
  /** Only alarms in any of these states. What leaves them is sent once more, with `leaves`. */
  readonly states?: readonly AlarmState[] | undefined;
  readonly mode?: StreamMode | undefined;
  readonly flushIntervalMs?: number | undefined;
}

/** Always first: where the log stands, where the stream continues, and whether the alarms are being watched. */
export interface AlarmStartedItem {
  readonly kind: 'started';
  readonly epoch: string;
  readonly oldest: number;
  readonly latest: number;
  readonly after: number;
  readonly monitor: AlarmMonitor;
  /** Marks the caller's rights and the filter: opaque, to be given back together with a position of this stream. */
  readonly view?: string;
}

/** A part of the snapshot: every alarm that is not normal. */
export interface ActiveAlarmItem {
  readonly kind: 'activeAlarm';
  readonly asOf: number;
  readonly alarms: readonly Alarm[];
}

/** Only now may a client drop the alarms that it had and that the snapshot did not name. `asOf` is the new position. */
export interface AlarmSnapshotCompleteItem {
  readonly kind: 'snapshotComplete';
  readonly asOf: number;
  readonly count: number;
}

/** Transitions in order. `first` to `last` is the span accounted for, what was passed over included. */
export interface AlarmTransitionItem {
  readonly kind: 'transition';
  readonly first: number;
  readonly last: number;
  readonly transitions: readonly AlarmTransition[];
  /**
   * Present while a snapshot is due because of changed rights or another filter. Until that snapshot is complete, this is the view of the
   * position: a stream that continues from it begins with a snapshot.
   */
  readonly view?: string;
}

export type AlarmGapReason = 'retention' | 'epochChanged' | 'ahead' | 'lost';

/** The transitions after a position cannot be given. A snapshot follows. */
export interface AlarmGapItem {
  readonly kind: 'gap';
  readonly reason: AlarmGapReason;
  readonly requestedAfter: number;
  readonly epoch: string;
  readonly oldest: number;
  readonly latest: number;
  readonly missed?: number;
}

/** Whether the alarms are being watched has changed. */
export interface AlarmMonitorItem {
  readonly kind: 'monitor';
  readonly monitor: AlarmMonitor;
}

/**
 * The caller's rights changed, or rights or filter are not those with which the position was read. A snapshot of what the stream shows now
 * follows at once. Both lists are empty when the gateway cannot know, because the client was away.
 */
export interface AlarmAccessItem {
  readonly kind: 'access';
  readonly widened: readonly string[];
  readonly narrowed: readonly string[];
  /** Replaces that of `started`. */
  readonly view?: string;
}

/** Nothing to send up to `sequence`, which is the new position. */
export interface AlarmIdleItem {
  readonly kind: 'idle';
  readonly sequence: number;
}

/** One element of an alarm stream. */
export type AlarmItem =
  | AlarmStartedItem | ActiveAlarmItem | AlarmSnapshotCompleteItem | AlarmTransitionItem | AlarmGapItem | AlarmMonitorItem | AlarmAccessItem
  | AlarmIdleItem;

/** One occurrence of an alarm: what an operator has seen. */
export interface AlarmOccurrence {
  readonly reference: string;
  readonly occurrence: number;
}

export interface AcknowledgeAlarmRequest extends AlarmOccurrence {
  readonly epoch?: string | undefined;
  /** At most 256 characters. */
  readonly comment?: string | undefined;
}

export interface AcknowledgeAlarmsRequest {
  readonly alarms: readonly AlarmOccurrence[];
  readonly epoch?: string | undefined;
  /** At most 256 characters. */
  readonly comment?: string | undefined;
}

export interface ShelveAlarmRequest {
  readonly reference: string;
  /** For how long; 0 unshelves. */
  readonly hours: number;
  readonly reason?: string | undefined;
}

/** `unknown`: it was written, but its effect was not seen in time; watch the alarm. */
export type AlarmOutcome = 'acknowledged' | 'alreadyAcknowledged' | 'shelved' | 'unshelved' | 'refused' | 'unknown';

/** What became of an acknowledgement or of shelving, decided by what was seen afterwards. */
export interface AlarmCommandResult {
  readonly reference: string;
  readonly outcome: AlarmOutcome;
  /** The transition in which it was seen. */
  readonly sequence?: number;
  readonly code?: string;
  readonly message?: string;
  /** The status with which the platform refused the write, raw. */
  readonly status?: MxStatus;
  /** The HRESULT with which the platform refused the write or the log-in of its user, raw; it is negative. */
  readonly hresult?: number;
}
