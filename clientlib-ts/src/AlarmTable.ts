import type { Alarm, AlarmItem, AlarmMonitor, AlarmStartedItem, AlarmTransition } from './alarmContracts.js';
import { type AlarmCounts, alarmStateOf, countedState } from './alarmStates.js';
import { Listeners } from './listeners.js';

export interface AlarmTableOptions {
  /** Whether the table has rows for normal alarms: for a stream whose `states` name `normal`. Default false. */
  readonly keepNormal?: boolean | undefined;
}

/** What is different since the changes were taken last. */
export interface AlarmTableChanges {
  /** References of the alarms that were added, replaced or removed. `get` gives what they are now. */
  readonly references: ReadonlySet<string>;
  /** `monitor`, `stale`, `awaitingSnapshot` or `isSuspect` may be different. */
  readonly status: boolean;
}

interface Row {
  readonly alarm: Alarm;
  /** The snapshot that named it last. */
  snapshot: number;
}

/**
 * The alarms that stand, kept by applying the items of one alarm stream in their order. It uses no I/O and no clock. Applying an item costs
 * the same however many rows there are; a page draws from {@link takeChanges} at most once a frame.
 */
export class AlarmTable {
  readonly #keepNormal: boolean;
  readonly #rows = new Map<string, Row>();
  readonly #counts = { unacknowledged: 0, acknowledged: 0, returned: 0, normal: 0, unknown: 0, suppressed: 0 };
  readonly #listeners = new Listeners<undefined>();
  #changed = new Set<string>();
  #statusChanged = false;
  #epoch: string | undefined;
  /** What the table contains; undefined while that is not known. */
  #position: number | undefined;
  /** What the log had when the stream was subscribed: up to there the table is behind. */
  #latest = 0;
  #monitor: AlarmMonitor | undefined;
  #connected = false;
  #awaiting = true;
  #snapshot = 0;
  #inSnapshot = false;

  constructor({ keepNormal = false }: AlarmTableOptions = {}) {
    this.#keepNormal = keepNormal;
  }

  /** Number of rows. */
  get size(): number {
    return this.#rows.size;
  }

  get counts(): AlarmCounts {
    return { ...this.#counts };
  }

  /** The numbering of sequences and occurrences; an acknowledgement names it. */
  get epoch(): string | undefined {
    return this.#epoch;
  }

  /** Whether the gateway sees the alarms; undefined before the first item. */
  get monitor(): AlarmMonitor | undefined {
    return this.#monitor;
  }

  /** Alarms may be missing, and rows that are no more may be there, until a snapshot is complete: at the start, after a gap, after changed rights. */
  get awaitingSnapshot(): boolean {
    return this.#awaiting;
  }

  /**
   * The rows are what was known last, not what is: the connection is lost or has not caught up yet, or the gateway does not see the alarms
   * (`off`, `starting`, `blind`). An empty table that is stale does not mean that no alarm stands.
   */
  get stale(): boolean {
    const status = this.#monitor?.status;
    const watched = status === 'watching' || status === 'partial';
    return !this.#connected || !watched || (this.#position !== undefined && this.#position < this.#latest);
  }

  /** The alarm with a reference, whatever its case. */
  get(reference: string): Alarm | undefined {
    return this.#rows.get(keyOf(reference))?.alarm;
  }

  /** Whether a row has not been confirmed by the snapshot that is due. */
  isSuspect(reference: string): boolean {
    const row = this.#rows.get(keyOf(reference));
    return row !== undefined && this.#awaiting && !(this.#inSnapshot && row.snapshot === this.#snapshot);
  }

  /** The rows, in no particular order. */
  *alarms(): IterableIterator<Alarm> {
    for (const row of this.#rows.values()) {
      yield row.alarm;
    }
  }

  /** Called at the first change after {@link takeChanges}: the moment to ask for a frame. The returned function removes the listener. */
  onChange(listener: () => void): () => void {
    return this.#listeners.add(listener);
  }

  /** What is different since the last call. */
  takeChanges(): AlarmTableChanges {
    const changes = { references: this.#changed, status: this.#statusChanged };
    this.#changed = new Set();
    this.#statusChanged = false;
    return changes;
  }

  /** To be called when the connection is lost: the rows stay and are stale until the stream has resumed. */
  connectionLost(): void {
    this.#change(() => {
      this.#statusChanged ||= this.#connected;
      this.#connected = false;
    });
  }

  apply(item: AlarmItem): void {
    this.#change(() => { this.#take(item); });
  }

  /** Listeners are called when the table is whole again, and only if nothing was waiting to be taken. */
  #change(step: () => void): void {
    const waiting = this.#hasChanges();
    step();
    if (!waiting && this.#hasChanges()) {
      this.#listeners.emit(undefined);
    }
  }

  #hasChanges(): boolean {
    return this.#statusChanged || this.#changed.size > 0;
  }

  #take(item: AlarmItem): void {
    switch (item.kind) {
      case 'started':
        this.#start(item);
        break;
      case 'gap':
        this.#enter(item.epoch);
        this.#position = undefined;
        this.#latest = item.latest;
        this.#expectSnapshot();
        break;
      case 'access':
        this.#expectSnapshot();
        break;
      case 'activeAlarm':
        this.#takeSnapshotPart(item.asOf, item.alarms);
        break;
      case 'snapshotComplete':
        this.#completeSnapshot(item.asOf);
        break;
      case 'transition':
        item.transitions.forEach((transition) => { this.#takeTransition(transition); });
        this.#moveTo(item.last);
        break;
      case 'monitor':
        this.#monitor = item.monitor;
        this.#statusChanged = true;
        break;
      case 'idle':
        this.#moveTo(item.sequence);
        break;
    }
  }

  #start(item: AlarmStartedItem): void {
    this.#enter(item.epoch);
    this.#monitor = item.monitor;
    this.#connected = true;
    this.#latest = item.latest;
    // A snapshot that the connection cut off comes again from its beginning.
    this.#inSnapshot = false;
    this.#statusChanged = true;
  }

  /** Sequences of another epoch do not compare with those that the rows have. */
  #enter(epoch: string): void {
    if (this.#epoch !== epoch) {
      this.#epoch = epoch;
      this.#position = undefined;
      this.#expectSnapshot();
    }
  }

  #expectSnapshot(): void {
    this.#awaiting = true;
    this.#inSnapshot = false;
    this.#statusChanged = true;
  }

  #takeSnapshotPart(asOf: number, alarms: readonly Alarm[]): void {
    if (this.#beginSnapshot(asOf)) {
      alarms.forEach((alarm) => { this.#put(alarm, this.#snapshot); });
    }
  }

  #completeSnapshot(asOf: number): void {
    if (!this.#beginSnapshot(asOf)) {
      return;
    }
    for (const [key, row] of this.#rows) {
      if (row.snapshot !== this.#snapshot) {
        this.#remove(key, row);
      }
    }
    this.#position = asOf;
    this.#inSnapshot = false;
    this.#awaiting = false;
    this.#statusChanged = true;
  }

  /** False for a snapshot that is older than the table. */
  #beginSnapshot(asOf: number): boolean {
    if (this.#position !== undefined && asOf < this.#position) {
      return false;
    }
    if (!this.#inSnapshot) {
      this.#inSnapshot = true;
      this.#awaiting = true;
      this.#snapshot += 1;
      this.#statusChanged = true;
    }
    return true;
  }

  #takeTransition({ sequence, kind, alarm, leaves }: AlarmTransition): void {
    if (this.#position !== undefined && sequence <= this.#position) {
      return;
    }
    if (leaves === true || kind === 'removed') {
      this.#drop(alarm.reference);
    } else {
      this.#put(alarm, this.#snapshot);
    }
  }

  #moveTo(sequence: number): void {
    const wasStale = this.stale;
    this.#position = Math.max(sequence, this.#position ?? 0);
    this.#statusChanged ||= wasStale !== this.stale;
  }

  #put(alarm: Alarm, snapshot: number): void {
    if (!this.#keepNormal && alarm.suppression === 'none' && alarmStateOf(alarm) === 'normal') {
      this.#drop(alarm.reference);
      return;
    }
    const key = keyOf(alarm.reference);
    const former = this.#rows.get(key);
    if (former !== undefined) {
      this.#counts[countedState(former.alarm)] -= 1;
    }
    this.#counts[countedState(alarm)] += 1;
    this.#rows.set(key, { alarm, snapshot });
    this.#changed.add(alarm.reference);
  }

  #drop(reference: string): void {
    const key = keyOf(reference);
    const row = this.#rows.get(key);
    if (row !== undefined) {
      this.#remove(key, row);
    }
  }

  #remove(key: string, row: Row): void {
    this.#rows.delete(key);
    this.#counts[countedState(row.alarm)] -= 1;
    this.#changed.add(row.alarm.reference);
  }
}

/** References are compared without regard to case. */
function keyOf(reference: string): string {
  return reference.toLowerCase();
}
