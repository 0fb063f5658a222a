import { type AlarmMonitorStatus, type AlarmState, alarmStateOf, type AlarmStream, AlarmTable, type AlarmTransition } from '@mxgateway/client';

/** The alarms of a stream as a table, and everything that came on the way to it. */
export class AlarmTrail {
  readonly table = new AlarmTable();
  readonly transitions: AlarmTransition[] = [];
  /** How the monitor stood, from the first item on; each as often as it was told. */
  readonly statuses: AlarmMonitorStatus[] = [];

  /** Reads until the stream ends. */
  async read(stream: AlarmStream): Promise<void> {
    for await (const item of stream) {
      this.table.apply(item);
      if (item.kind === 'transition') {
        this.transitions.push(...item.transitions);
      } else if (item.kind === 'started' || item.kind === 'monitor') {
        this.statuses.push(item.monitor.status);
      }
    }
  }

  of(reference: string): readonly AlarmTransition[] {
    return this.transitions.filter(({ alarm }) => alarm.reference === reference);
  }

  /** Undefined while nothing is known for certain. */
  stateOf(reference: string): AlarmState | undefined {
    if (this.table.stale || this.table.awaitingSnapshot) {
      return undefined;
    }
    const alarm = this.table.get(reference);
    return alarm === undefined ? 'normal' : alarmStateOf(alarm);
  }
}
