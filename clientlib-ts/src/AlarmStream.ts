import type {
  ActiveAlarmItem, AlarmItem, AlarmRequest, AlarmSnapshotCompleteItem, AlarmStartedItem, AlarmTransitionItem,
} from './alarmContracts.js';
import { hubMethods } from './contracts.js';
import type { EventStreamSettings, ResumeCause, TransportSource } from './eventsRequest.js';
import { areNumbers, isRecord, unfit } from './guards.js';
import { newPart } from './newPart.js';
import { ResumableStream } from './ResumableStream.js';
import type { Acceptance } from './ResumingPump.js';
import { requireWholePosition, type StartPosition, type StreamPosition } from './resume.js';
import { StreamBuffer } from './StreamBuffer.js';
import type { StreamCall } from './subscription.js';

export interface AlarmStreamRequest extends AlarmRequest {
  /** Not here: a position is given as `after` and `epoch`. */
  readonly sequence?: never;
  /** Ends the stream; the iteration throws the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** Size of this client's own buffer in alarms and transitions. Default 10 000; when it is full, the stream pauses. A snapshot is buffered whole. */
  readonly clientBufferAlarms?: number | undefined;
}

/** The wire's `started`, with what only the client knows. */
export interface AlarmStreamStartedItem extends AlarmStartedItem {
  /** False where the stream begins, true where a later subscription continues it. */
  readonly resumed: boolean;
  readonly resumeCause?: ResumeCause;
}

/** The last transition a reader has, and the view with which it was read. */
export interface AlarmStreamPosition extends StreamPosition {
  /** Absent when the gateway gave none. */
  readonly view?: string;
}

export type AlarmStreamItem = AlarmStreamStartedItem | Exclude<AlarmItem, AlarmStartedItem>;

type Accepted = Acceptance<AlarmStreamItem, AlarmStreamPosition>;

const rules = {
  weightOf(item: AlarmStreamItem): number {
    switch (item.kind) {
      case 'activeAlarm':
        return Math.max(1, item.alarms.length);
      case 'transition':
        return Math.max(1, item.transitions.length);
      default:
        return 1;
    }
  },
  isIdle: (item: AlarmStreamItem): boolean => item.kind === 'idle',
};

/**
 * The alarms as one iteration that resumes by itself: each transition once and in order, and where some cannot be had, a `gap` and a
 * snapshot. A snapshot whose end did not arrive comes again from its beginning.
 */
export class AlarmStream extends ResumableStream<AlarmStreamItem, AlarmStreamPosition> {
  readonly #filters: AlarmRequest;
  /** What the next subscription continues from; undefined: with a snapshot. */
  #from: StartPosition | undefined;
  /** What the rows up to there were read with; it stays until a snapshot with another one is complete. */
  #view: string | undefined;
  #delivered: AlarmStreamPosition | undefined;
  /** Of the running subscription. */
  #epoch: string | undefined;
  #streamView: string | undefined;
  /** How many alarms the snapshot under way has named. */
  #named = 0;

  constructor(source: TransportSource, request: AlarmStreamRequest = {}, settings: EventStreamSettings = {}) {
    const { signal, clientBufferAlarms = 10_000, after, epoch, view, ...filters } = request;
    requireWholePosition(after, epoch ?? view, 'after', epoch === undefined ? 'view' : 'epoch');
    super({ source, buffer: new StreamBuffer(Math.max(1, clientBufferAlarms), rules), limit: clientBufferAlarms, signal, settings, what: 'the alarms' });
    this.#filters = filters;
    this.#from = after === undefined ? undefined : { epoch, sequence: after };
    this.#view = view;
    this.#delivered = this.#position;
  }

  /**
   * The position after the last item that was handed out; worth keeping as `after`, `epoch` and `view`. Undefined while a snapshot is due: from
   * no position could a stream continue so that a table becomes right.
   */
  get position(): AlarmStreamPosition | undefined {
    return this.#delivered;
  }

  protected override begin(): StreamCall {
    this.#epoch = undefined;
    const from = this.#from;
    const start = from === undefined ? {} : { after: from.sequence, epoch: from.epoch, view: this.#view };
    return { method: hubMethods.streamAlarms, args: [{ ...this.#filters, ...start }] };
  }

  protected override accept(raw: unknown): Accepted {
    if (!isAlarmItem(raw)) {
      return unfit(raw, alarmItemKinds);
    }
    if (raw.kind === 'started') {
      return this.#start(raw);
    }
    if (this.#epoch === undefined) {
      return { kind: 'violation', detail: `The stream of alarms began with '${raw.kind}'.` };
    }
    switch (raw.kind) {
      case 'gap':
        this.#epoch = raw.epoch;
        return this.#expectSnapshot(raw);
      case 'access':
        // What became visible or invisible is in no transition: a resume from the position would leave the table wrong.
        this.#streamView = raw.view;
        return this.#expectSnapshot(raw);
      case 'activeAlarm':
        return this.#takeAlarms(raw);
      case 'snapshotComplete':
        return this.#complete(raw);
      case 'monitor':
        return this.#pass(raw);
      case 'transition':
      case 'idle':
        return this.#proceed(raw, this.#epoch);
    }
  }

  protected override handedOut(after: AlarmStreamPosition | undefined): void {
    this.#delivered = after;
  }

  get #position(): AlarmStreamPosition | undefined {
    const from = this.#from;
    if (from?.epoch === undefined) {
      return undefined;
    }
    const position = { epoch: from.epoch, sequence: from.sequence };
    return this.#view === undefined ? position : { ...position, view: this.#view };
  }

  #start(item: AlarmStartedItem): Accepted {
    this.#epoch = item.epoch;
    this.#streamView = item.view;
    this.#named = 0;
    if (this.#from !== undefined) {
      // Likewise the view: the gateway is asked with it until the snapshot that is due for another one has come.
      this.#view ??= item.view;
      // An own position stays until a gap says that it does not hold any more: only then may a transition be skipped.
      this.#from = { epoch: this.#from.epoch ?? item.epoch, sequence: this.#from.sequence };
    }
    const cause = this.subscriptionStarted();
    return this.#pass(cause === undefined ? { ...item, resumed: false } : { ...item, resumed: true, resumeCause: cause });
  }

  #expectSnapshot(item: AlarmStreamItem): Accepted {
    this.#from = undefined;
    this.#named = 0;
    return this.#pass(item);
  }

  #takeAlarms(item: ActiveAlarmItem): Accepted {
    this.#from = undefined;
    this.#named += item.alarms.length;
    return this.#pass(item);
  }

  #complete(item: AlarmSnapshotCompleteItem): Accepted {
    const named = this.#named;
    this.#named = 0;
    if (named !== item.count) {
      this.#from = undefined;
      return { kind: 'violation', detail: `The snapshot has ${named} of ${item.count} alarms.` };
    }
    this.#view = this.#streamView;
    return this.#moveTo(item.asOf, item);
  }

  #proceed(item: AlarmTransitionItem | Extract<AlarmItem, { readonly kind: 'idle' }>, epoch: string): Accepted {
    const at = this.#from;
    if (at === undefined) {
      return { kind: 'violation', detail: `The stream of alarms has '${item.kind}' before the end of the snapshot.` };
    }
    if (at.epoch !== epoch) {
      return { kind: 'violation', detail: 'The epoch of the alarms changed without a gap.' };
    }
    if (item.kind === 'idle') {
      return this.#moveTo(Math.max(item.sequence, at.sequence), item);
    }
    const part = newPart(item, item.transitions, at.sequence);
    if (part.kind === 'new') {
      this.#view = item.view ?? this.#view;
    }
    return part.kind === 'new' ? this.#moveTo(item.last, { ...item, first: part.first, transitions: part.entries }) : part;
  }

  #pass(item: AlarmStreamItem): Accepted {
    return { kind: 'deliver', item, after: this.#position, moved: false, proven: false };
  }

  #moveTo(sequence: number, item: AlarmStreamItem): Accepted {
    this.#from = { epoch: this.#epoch, sequence };
    return { kind: 'deliver', item, after: this.#position, moved: true, proven: true };
  }
}

const alarmItemKinds: ReadonlySet<string> = new Set<AlarmItem['kind']>(['started', 'activeAlarm', 'snapshotComplete', 'transition', 'gap', 'monitor', 'access', 'idle']);

/** Whether a value from the wire is an item of an alarm stream of this version. */
function isAlarmItem(value: unknown): value is AlarmItem {
  if (!isRecord(value)) {
    return false;
  }
  switch (value['kind']) {
    case 'started':
      return typeof value['epoch'] === 'string' && areNumbers(value, 'oldest', 'latest', 'after') && isRecord(value['monitor']);
    case 'activeAlarm':
      return areNumbers(value, 'asOf') && Array.isArray(value['alarms']);
    case 'snapshotComplete':
      return areNumbers(value, 'asOf', 'count');
    case 'transition':
      return areNumbers(value, 'first', 'last') && Array.isArray(value['transitions']);
    case 'gap':
      return typeof value['epoch'] === 'string' && areNumbers(value, 'oldest', 'latest', 'requestedAfter');
    case 'monitor':
      return isRecord(value['monitor']);
    case 'access':
      return Array.isArray(value['widened']) && Array.isArray(value['narrowed']);
    case 'idle':
      return areNumbers(value, 'sequence');
    default:
      return false;
  }
}
