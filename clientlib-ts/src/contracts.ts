import type { MxDataType, MxStatus, MxValue } from './values.js';

/** Names of the hub: its path and its methods. */
export const hubPath = '/hubs/gateway';

export const hubMethods = {
  openSession: 'OpenSession',
  closeSession: 'CloseSession',
  killSession: 'KillSession',
  listSessions: 'ListSessions',
  getSession: 'GetSession',
  findItems: 'FindItems',
  getLimits: 'GetLimits',
  invoke: 'Invoke',
  streamSession: 'StreamSession',
  streamSessions: 'StreamSessions',
  updateStream: 'UpdateStream',
  setSessionTag: 'SetSessionTag',
  renewToken: 'RenewToken',
  streamFeed: 'StreamFeed',
  commitFeedCursor: 'CommitFeedCursor',
  getFeedCursor: 'GetFeedCursor',
  deleteFeedCursor: 'DeleteFeedCursor',
  streamAlarms: 'StreamAlarms',
  acknowledgeAlarm: 'AcknowledgeAlarm',
  acknowledgeAlarms: 'AcknowledgeAlarms',
  shelveAlarm: 'ShelveAlarm',
  streamOverview: 'StreamOverview',
} as const;

/** Life of a session: creating, starting, ready, detached, closing, closed; or faulted. */
/** The state of a session's worker as the gateway sees it: `notAnswering` is expected to connect again, `exited` has ended. */
export type WorkerState = 'starting' | 'ready' | 'notAnswering' | 'exited';

export interface WorkerStatus {
  readonly state: WorkerState;
  /** Since when it has not answered, UTC. */
  readonly since?: string;
  readonly exitCode?: number;
}

export type SessionState = 'creating' | 'starting' | 'ready' | 'detached' | 'closing' | 'closed' | 'faulted';

export interface SessionFault {
  /** A stable code, such as `WorkerLost`. */
  readonly code: string;
  readonly message: string;
  readonly at: string;
}

export interface LeaseInfo {
  readonly seconds: number;
  /** When the session is closed if nothing happens, UTC; absent while a subscriber is attached. */
  readonly expiresAt?: string;
  readonly closeWhenDetached: boolean;
  /** How long the session is kept after its last reader left; present when `closeWhenDetached`. */
  readonly graceSeconds?: number;
  /** When it is closed unless a reader comes, UTC; present while it is detached. */
  readonly graceEndsAt?: string;
}

export type StreamMode = 'lossless' | 'conflate';
export type SubscriptionPhase = 'catchingUp' | 'live';

/** One reader of a session, as seen by those who may look. */
export interface SubscriptionInfo {
  readonly subscriptionId: string;
  readonly subject: string;
  readonly mode: StreamMode;
  readonly phase: SubscriptionPhase;
  readonly position: number;
  readonly lag: number;
  readonly queued: number;
  readonly slowEpisodes: number;
  readonly since: string;
}

export interface SessionInfo {
  readonly sessionId: string;
  readonly name?: string;
  readonly sessionTag?: string;
  /** `simulator` or `com`. */
  readonly backend: string;
  readonly state: SessionState;
  readonly fault?: SessionFault;
  /** Subject of the token that opened the session. */
  readonly owner: string;
  /** What the client that opened the session calls itself. */
  readonly clientIdentity?: string;
  /** The client's own reference for the session. */
  readonly correlationId?: string;
  readonly createdAt: string;
  /** When a client last used the session: opened it, ran a command, or began or ended to read it. */
  readonly lastActivityAt?: string;
  /** When a restarted gateway took the session over, UTC. */
  readonly adoptedAt?: string;
  readonly lease: LeaseInfo;
  /** Identity of the event numbering; absent until the worker is connected. */
  readonly epoch?: string;
  readonly oldestSequence: number;
  readonly latestSequence: number;
  readonly workerProcessId?: number;
  readonly worker?: WorkerStatus;
  /** The node of the site that has the worker; absent when it is the gateway that was asked. */
  readonly node?: string;
  /** The site that the session belongs to; absent when the gateway that was asked takes part in none. */
  readonly site?: string;
  readonly items: number;
  readonly subscriptions: readonly SubscriptionInfo[];
}

export interface OpenSessionRequest {
  /** A name for people; need not be unique. At most 128 characters. */
  readonly name?: string | undefined;
  /** Access label: letters, digits, `-_.:`, at most 64 characters. */
  readonly sessionTag?: string | undefined;
  /** `simulator` or `com`; absent means the server's default. */
  readonly backend?: string | undefined;
  /** Seconds without client activity after which the session is closed; absent means the server's default. */
  readonly leaseSeconds?: number | undefined;
  readonly closeWhenDetached?: boolean | undefined;
  /** What the client calls itself, such as a program and its machine, for people. At most 128 printable characters. */
  readonly clientIdentity?: string | undefined;
  /** The client's own reference for the session, for people. At most 128 printable characters. */
  readonly correlationId?: string | undefined;
}

export type EventFamily = 'OnDataChange' | 'OnWriteComplete' | 'OperationComplete' | 'OnBufferedDataChange';

interface EventBase {
  /** The worker's number for this event, from 1, contiguous within an epoch. */
  readonly sequence: number;
  readonly serverHandle: number;
  readonly itemHandle: number;
  /** When the callback ran in the worker, ISO-8601 UTC with microseconds. */
  readonly workerTime: string;
  /** Absent when it is exactly one plain success; see `statusesOf`. */
  readonly statuses?: readonly MxStatus[];
}

export interface DataChangeEvent extends EventBase, MxValue {
  readonly family: 'OnDataChange';
  /** Raw OPC DA quality; see `qualityClass`. */
  readonly quality: number;
  /** The item's time stamp, ISO-8601 UTC with up to 100 ns; absent when it could not be converted. */
  readonly sourceTime?: string;
  /** The item's time stamp as delivered, when it was not a plain date or file time. */
  readonly rawTime?: MxValue;
}

export interface WriteCompleteEvent extends EventBase {
  readonly family: 'OnWriteComplete';
}

export interface OperationCompleteEvent extends EventBase {
  readonly family: 'OperationComplete';
}

export interface BufferedDataChangeEvent extends EventBase, MxValue {
  readonly family: 'OnBufferedDataChange';
  readonly dataType: MxDataType | number;
  /** As delivered, presumably an array parallel to the value. */
  readonly qualities: MxValue;
  /** As delivered, presumably an array parallel to the value. */
  readonly sourceTimes: MxValue;
}

/** One MXAccess callback. */
export type MxEvent = DataChangeEvent | WriteCompleteEvent | OperationCompleteEvent | BufferedDataChangeEvent;

export interface StreamLimits {
  readonly bufferEvents: number;
  readonly maxBatch: number;
  readonly historyEvents: number;
  readonly historySeconds: number;
  readonly idleIntervalMs: number;
  readonly tokenExpiresAt?: string;
}

/** What the gateway takes on a connection. */
export interface HubLimits {
  /** Most bytes of one message to the hub, its envelope included; for a larger one the gateway closes the connection. */
  readonly maxMessageBytes: number;
}

/** What the connection has after a renewal. */
export interface TokenRenewal {
  /** When the new token ends, UTC. */
  readonly expiresAt: string;
  /** How long that still is by the gateway's clock, milliseconds; absent where the gateway is of an earlier version. */
  readonly expiresInMs?: number;
}

/** Always first: where the stream stands and what it was granted. */
export interface StartedItem {
  readonly kind: 'started';
  /** Names the stream for `UpdateStream`, on its connection only. */
  readonly subscriptionId: string;
  readonly epoch: string;
  /** Oldest sequence in history; 0 when there is none yet. */
  readonly oldest: number;
  /** Latest sequence; 0 before the first event. */
  readonly latest: number;
  readonly resumedAfter: number;
  readonly state: SessionState;
  /** As in a `state` item. */
  readonly staleSince?: string;
  readonly limits: StreamLimits;
}

/** Events in order. `first` to `last` is the span accounted for, events passed over by the filter included. */
export interface EventsItem {
  readonly kind: 'events';
  readonly first: number;
  readonly last: number;
  readonly events: readonly MxEvent[];
}

export type GapReason = 'evicted' | 'epochChanged' | 'ahead' | 'workerOverflow';

/** Events between two positions cannot be given. Comes before anything newer. */
export interface GapItem {
  readonly kind: 'gap';
  readonly reason: GapReason;
  readonly requestedAfter: number;
  /** The first sequence the stream goes on with. */
  readonly oldest: number;
  readonly latest: number;
  /** How many events are not given; absent when it cannot be known. */
  readonly missed?: number;
}

/** The latest OnDataChange per item as of a sequence. Never live events; the events after `asOf` follow. */
export interface SnapshotItem {
  readonly kind: 'snapshot';
  readonly asOf: number;
  readonly events: readonly MxEvent[];
}

/** The caller's rights changed while the stream was running. An item that is no longer visible may still exist. */
export interface AccessItem {
  readonly kind: 'access';
  readonly widened: readonly string[];
  readonly narrowed: readonly string[];
}

/**
 * What a lossy mode merged or dropped in the span of the `events` item that directly follows; or what this client's own buffer
 * dropped in its place.
 */
export interface LaggedItem {
  readonly kind: 'lagged';
  readonly conflated: number;
  readonly dropped: number;
}

/** Why a stream's mode or filter changed: asked for; the reader was too slow; it has caught up. */
export type ModeReason = 'requested' | 'slow' | 'recovered';

/** Everything after the sequence `after` obeys this mode, and the filter in force from here on. */
export interface ModeItem {
  readonly kind: 'mode';
  readonly mode: StreamMode;
  readonly reason: ModeReason;
  readonly after: number;
}

/** Nothing to send up to `sequence`, which is the new position. */
export interface IdleItem {
  readonly kind: 'idle';
  readonly sequence: number;
}

/** The session's state changed. On `faulted` every value of the session is stale from here on. */
export interface StateItem {
  readonly kind: 'state';
  readonly state: SessionState;
  readonly fault?: SessionFault;
  /** Since when values may be stale, because the gateway cannot reach the node that has the worker. */
  readonly staleSince?: string;
}

/** One element of a session's stream. */
export type StreamItem =
  | StartedItem | EventsItem | GapItem | SnapshotItem | AccessItem | LaggedItem | IdleItem | StateItem | ModeItem;

/** Names one item of a session. A server handle of 0 matches the item handle under any server handle. */
export interface ItemKey {
  readonly serverHandle?: number;
  readonly itemHandle: number;
}

/** What a subscription wants to see. Absent parts do not restrict; present parts must all match. */
export interface StreamFilter {
  readonly families?: readonly EventFamily[];
  readonly items?: readonly ItemKey[];
  /** Item reference globs: `*` any run of characters, `?` one character, case-insensitive. */
  readonly references?: readonly string[];
  /** Least OPC quality class of an OnDataChange: 0 bad, 64 uncertain, 192 good. */
  readonly minimumQuality?: number;
  readonly deadband?: number;
  readonly deadbandPercent?: number;
}

export type SnapshotPolicy = 'none' | 'afterGap' | 'always';
/**
 * A lossless reader that is too slow catches up from the history. `end` (default): its stream ends with `SlowConsumer` when history
 * holds no longer what comes next. `conflate`: then it is conflated until it has caught up. `endAtOnce`: its stream ends as soon as
 * its channel is full.
 */
export type SlowPolicy = 'end' | 'conflate' | 'endAtOnce';

/** How to read a session's events, as the server takes it. */
export interface StreamRequest {
  /** The last sequence the client has. Absent: start with what happens next. 0: from the first event on. */
  readonly resumeAfter?: number | undefined;
  /** The epoch `resumeAfter` belongs to. Without it, the current one is assumed. */
  readonly epoch?: string | undefined;
  readonly snapshot?: SnapshotPolicy | undefined;
  readonly mode?: StreamMode | undefined;
  readonly filter?: StreamFilter | undefined;
  /** Size of the server-side channel in events, within the server's cap. */
  readonly bufferEvents?: number | undefined;
  readonly onSlow?: SlowPolicy | undefined;
  /** Collect events for this long before sending, milliseconds; 0 sends at once what is there. In `conflate` the greatest rate. */
  readonly flushIntervalMs?: number | undefined;
  readonly maxBatch?: number | undefined;
  /**
   * Read as an observer, for pages that only show values: the stream counts against no limit of readers, does not keep the session open,
   * is in no list of subscriptions and can fault nobody. It needs `conflate` and has a limit of its own.
   */
  readonly observer?: boolean | undefined;
}

/** The settings that can be changed on a running stream. They replace all earlier settings; the position does not change. */
export interface StreamSettings {
  readonly mode?: StreamMode | undefined;
  readonly filter?: StreamFilter | undefined;
  readonly onSlow?: SlowPolicy | undefined;
  readonly flushIntervalMs?: number | undefined;
  /** A snapshot of the new selection comes before what follows. */
  readonly snapshot?: boolean | undefined;
}
