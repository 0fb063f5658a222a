/** The hub's path. */
export const hubPath = '/hubs/gateway';

/** The last event that a client has. Sequences of different epochs do not compare. */
export interface Position {
  readonly epoch: string;
  readonly sequence: number;
}

/** One event as the JSON wire has it. The kit sends data changes of one item only. */
export interface WireEvent {
  readonly sequence: number;
  readonly family: 'OnDataChange';
  readonly serverHandle: number;
  readonly itemHandle: number;
  readonly dataType: 'Integer';
  /** Different for every event of a scenario, whatever its epoch. */
  readonly value: number;
  readonly quality: number;
  readonly sourceTime: string;
  readonly workerTime: string;
}

export type SessionState = 'ready' | 'detached' | 'closed' | 'faulted';

export interface StartedItem {
  readonly kind: 'started';
  readonly subscriptionId: string;
  readonly epoch: string;
  readonly oldest: number;
  readonly latest: number;
  readonly resumedAfter: number;
  readonly state: SessionState;
  readonly limits: {
    readonly bufferEvents: number;
    readonly maxBatch: number;
    readonly historyEvents: number;
    readonly historySeconds: number;
    readonly idleIntervalMs: number;
    readonly tokenExpiresAt?: string;
  };
}

export interface EventsItem {
  readonly kind: 'events';
  readonly first: number;
  readonly last: number;
  readonly events: readonly WireEvent[];
}

export interface GapItem {
  readonly kind: 'gap';
  readonly reason: 'evicted' | 'epochChanged' | 'ahead' | 'workerOverflow';
  readonly requestedAfter: number;
  readonly oldest: number;
  readonly latest: number;
  readonly missed?: number;
}

export interface SnapshotItem {
  readonly kind: 'snapshot';
  readonly asOf: number;
  readonly events: readonly WireEvent[];
}

export interface LaggedItem {
  readonly kind: 'lagged';
  readonly conflated: number;
  readonly dropped: number;
}

export interface IdleItem {
  readonly kind: 'idle';
  readonly sequence: number;
}

/** Items that neither move the position nor carry events. */
export type NoticeItem =
  | { readonly kind: 'state'; readonly state: SessionState; readonly fault?: { readonly code: string; readonly message: string; readonly at: string } }
  | { readonly kind: 'mode'; readonly mode: 'lossless' | 'conflate'; readonly reason: 'requested' | 'slow' | 'recovered'; readonly after: number }
  | { readonly kind: 'access'; readonly widened: readonly string[]; readonly narrowed: readonly string[] };

/** One element of a session's stream, as the contract has it. A test compares it with the client library's types. */
export type StreamItem = StartedItem | EventsItem | GapItem | SnapshotItem | LaggedItem | IdleItem | NoticeItem;

/** What a client asks for; it comes from outside and is checked member by member. */
export type StreamRequest = Readonly<Record<string, unknown>>;

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
