import type { AlarmMonitor } from './alarmContracts.js';
import type { GapReason, SessionFault, SessionState, StreamMode, SubscriptionPhase, WorkerStatus } from './contracts.js';

/** How to watch the gateway. */
export interface OverviewRequest {
  /** Least time between two `overviewChanges`, milliseconds: 1 000 (default) to 60 000. */
  readonly intervalMs?: number | undefined;
}

/** The gateway's own process. */
export interface OverviewProcess {
  readonly version: string;
  readonly startedAt: string;
  readonly processId: number;
  /** Processors that the process may use. */
  readonly processors: number;
  /** CPU time as a percentage of one processor since the sample before; absent in the first sample. */
  readonly cpuPercent?: number;
  /** Physical memory, bytes. */
  readonly residentBytes: number;
  /** Managed memory in use, garbage included, bytes. */
  readonly heapBytes: number;
  /** Share of the time for which garbage collection paused the process since its start, percent. */
  readonly gcPausePercent: number;
  /** Collections of the oldest generation since the start. */
  readonly gen2Collections: number;
  /** Threads of the thread pool. */
  readonly threads: number;
  /** Work items that wait for a thread of the pool. */
  readonly waitingWork: number;
  /** Hub connections. */
  readonly connections: number;
}

/**
 * The rates of the whole gateway over the last hour, as columns of the same length: one entry for about ten seconds, the oldest first. It begins
 * anew when the gateway is restarted.
 */
export interface OverviewRates {
  /** When the rates were read. */
  readonly at: string;
  /** When the entry's ten seconds ended, in whole seconds before `at`. */
  readonly secondsAgo: readonly number[];
  /** Events from workers, all sessions. */
  readonly eventsPerSecond: readonly number[];
  /** Events delivered, all readers. */
  readonly deliveredPerSecond: readonly number[];
  /** Commands sent to workers, all sessions. */
  readonly commandsPerSecond: readonly number[];
  /** CPU time of the gateway as a percentage of one processor. */
  readonly cpuPercent: readonly number[];
}

export type HealthState = 'healthy' | 'degraded' | 'unhealthy';

/** The result of one of the gateway's health checks, such as `store` and `feed`. */
export interface HealthResult {
  readonly name: string;
  readonly state: HealthState;
  /** Why it is not healthy. */
  readonly detail?: string;
}

/** One of the gateway's durable logs. */
export interface OverviewLog {
  /** `changes` or `alarms`. */
  readonly name: string;
  /** Identity of the numbering; empty until the log is open. */
  readonly epoch: string;
  readonly oldest: number;
  readonly latest: number;
  /** Streams that read the log. */
  readonly readers: number;
  /** Entries that wait to be written. */
  readonly waiting?: number;
}

/** The keys that sign tokens and verify them. */
export interface OverviewKeys {
  readonly activeKeyId: string;
  readonly activeSince: string;
  /** Keys whose tokens are accepted, the active one included. */
  readonly accepted: number;
}

/** `owner`: it has workers, and publishes the events of its sessions. `edge`: it has none, and serves the sessions of the site's owners from the log. */
export type NodeRole = 'owner' | 'edge';

/**
 * `away`: NATS cannot be used now. `refused`: another gateway publishes for the same store. `publishing`: it is an owner, and publishes the events
 * of its sessions. `serving`: it is an edge, and serves the sessions of other nodes.
 */
export type SiteState = 'away' | 'refused' | 'publishing' | 'serving';

/** One site that the gateway takes part in. */
export interface OverviewSite {
  readonly site: string;
  readonly state: SiteState;
  /** What is not in order, in words for operators; absent when nothing is. */
  readonly detail?: string;
  /** Sessions of the site at this gateway. */
  readonly sessions: number;
  /** Events of its sessions that the site's log has not acknowledged; of owners only. */
  readonly unpublishedEvents?: number;
  /** Messages of the site's log, of sessions that are read, that it has not taken; of edges only. */
  readonly untakenMessages?: number;
}

/** The gateway as a node of its sites. */
export interface OverviewNode {
  /** The name that the other nodes know it by. */
  readonly name: string;
  readonly role: NodeRole;
  /** The site of an owner; the sites of an edge, in the order of its settings. */
  readonly sites: readonly OverviewSite[];
}

/** The facts of a session, which change rarely. Texts are cut at 200 characters. */
export interface OverviewSession {
  readonly sessionId: string;
  readonly state: SessionState;
  readonly name?: string;
  readonly sessionTag?: string;
  readonly backend: string;
  /** Subject of the token that opened the session. */
  readonly owner: string;
  readonly clientIdentity?: string;
  readonly correlationId?: string;
  readonly createdAt: string;
  /** When this gateway took the session over from the one before it. */
  readonly adoptedAt?: string;
  /** Identity of the event numbering; absent until the worker is connected. */
  readonly epoch?: string;
  /** Absent when there has been no worker. */
  readonly worker?: WorkerStatus;
  readonly workerProcessId?: number;
  /** `x86`, `x64` or `arm64`; absent until the worker is connected. */
  readonly workerArchitecture?: string;
  /** The node of the site that has the session's worker; absent when it is this gateway. */
  readonly node?: string;
  /** The site that the session belongs to; absent when the gateway takes part in none. */
  readonly site?: string;
  /** Why the session is faulted. */
  readonly fault?: SessionFault;
}

/** The figures of a session. Rates are averages since the sample before, and absent in the first sample. */
export interface SessionLoad {
  readonly sessionId: string;
  /** Readers that are clients; observers are not counted. */
  readonly readers: number;
  readonly items: number;
  /** Highest sequence that the gateway holds. */
  readonly latestSequence: number;
  /** Events that the worker delivered, per second. */
  readonly eventsPerSecond?: number;
  /** Commands that were sent to the worker, per second. */
  readonly commandsPerSecond?: number;
  /** Commands that wait for an answer. */
  readonly pendingCommands: number;
  /** Events, and bytes of event rows, in the gateway's history. */
  readonly historyEvents: number;
  readonly historyBytes: number;
  /** Events and bytes in the worker's ring, delivered ones included; absent when the worker does not tell. */
  readonly ringEvents?: number;
  readonly ringBytes?: number;
  /** Events that the ring overwrote before any gateway received them. */
  readonly overwrittenEvents?: number;
  /** Memory of the worker, bytes. */
  readonly workerBytes?: number;
  /** When a client last used the session. */
  readonly lastActivityAt: string;
}

/**
 * `session`: a stream of one session. `manySessions`: a stream over many, with a row for each. `observer`: one that counts against nobody.
 * `changes`: a stream of the change feed. `alarms`: one of the alarms.
 */
export type ReaderKind = 'session' | 'manySessions' | 'observer' | 'changes' | 'alarms';

/** The facts of one reader, which change rarely. Texts are cut at 200 characters. */
export interface OverviewReader {
  /** Identity of the row; opaque. */
  readonly readerId: string;
  /** The stream, as in its `started` item; of a reader of the change feed or of the alarms it is the id of the row. */
  readonly subscriptionId: string;
  /** The session that it reads; empty for a reader of the change feed or of the alarms. */
  readonly sessionId: string;
  readonly kind: ReaderKind;
  readonly subject: string;
  readonly connectionId?: string;
  readonly remoteAddress?: string;
  /** The client program by its user agent, such as `SignalR .NET` or `Firefox`. */
  readonly client?: string;
  readonly clientVersion?: string;
  /** `webSockets`, `serverSentEvents` or `longPolling` of a reader of the hub; `http` of one that streams over HTTP. */
  readonly transport?: string;
  /** `json` or `messagepack`. */
  readonly protocol?: string;
  /** The mode in force. */
  readonly mode: StreamMode;
  /** The filter in force in short, for people; absent when the reader gets everything. */
  readonly filter?: string;
  readonly since: string;
  /** The sequence after which the stream was resumed; absent when it began anew. */
  readonly resumedAfter?: number;
  /** Since when the reader has been slow; absent when it is not. */
  readonly slowSince?: string;
  readonly lastGapAt?: string;
  readonly lastGapReason?: GapReason;
  readonly tokenExpiresAt?: string;
}

/** The figures of one reader. Rates are averages since the sample before, and absent in the first sample. */
export interface ReaderLoad {
  readonly readerId: string;
  readonly phase: SubscriptionPhase;
  /** Highest sequence handed to the reader, or passed over by its filter. */
  readonly position: number;
  /** Events between the position and the latest. */
  readonly lag: number;
  /** How long the first of these events has waited, milliseconds; 0 when there is none, and for readers of the change feed and of the alarms, where it is not measured. */
  readonly lagMs: number;
  /** Events waiting in the channel of the subscription. */
  readonly queued: number;
  /** Events delivered per second. */
  readonly eventsPerSecond?: number;
  /** Events delivered, merged into later ones, and dropped, since the stream began. */
  readonly delivered: number;
  readonly conflated: number;
  readonly dropped: number;
  /** How many times the channel was full. */
  readonly slowEpisodes: number;
  /** Gaps that were reported to the reader. */
  readonly gaps: number;
}

/** One fault of a session. The gateway keeps the last of them, also when the session is gone. */
export interface OverviewFault {
  /** From 1, in the order of the faults; a restart of the gateway begins again. */
  readonly id: number;
  readonly at: string;
  /** A stable code, such as `WorkerLost`. */
  readonly code: string;
  readonly message: string;
  readonly sessionId: string;
  readonly sessionTag?: string;
  readonly sessionName?: string;
  readonly workerProcessId?: number;
}

/**
 * The gateway at one moment, as far as the caller may see it. Facts and figures are separate rows, because figures change all the time
 * and facts rarely; the id joins them.
 */
export interface GatewayStatus {
  /** When the figures were read. */
  readonly at: string;
  /** Admins only, as `health`, `feeds`, `keys` and `node`. */
  readonly process?: OverviewProcess;
  /** In the whole only, not in what changes. Admins only. */
  readonly rates?: OverviewRates;
  readonly health: readonly HealthResult[];
  /** The change feed and the log of alarms. */
  readonly feeds: readonly OverviewLog[];
  readonly keys?: OverviewKeys;
  /** What the gateway is in its sites; absent when it belongs to none. Admins only. */
  readonly node?: OverviewNode;
  /** For callers who reach the monitor's session. */
  readonly alarmMonitor?: AlarmMonitor;
  /** The sessions that the caller reaches. */
  readonly sessions: readonly OverviewSession[];
  readonly sessionLoads: readonly SessionLoad[];
  /** Readers of the sessions that the caller owns, and its own; for admins all. */
  readonly readers: readonly OverviewReader[];
  readonly readerLoads: readonly ReaderLoad[];
  /** The last faults of sessions that the caller reaches or reached, the oldest first. */
  readonly faults: readonly OverviewFault[];
}

/** The whole: whatever the reader had is void. Further rows may follow in `overviewChanges`; `overviewComplete` marks the end. */
export interface OverviewWholeItem {
  readonly kind: 'overview';
  readonly status: GatewayStatus;
}

/** What is different since the item before. It comes once in an interval, also when nothing is different. */
export interface OverviewChangesItem {
  readonly kind: 'overviewChanges';
  /** Sections and rows that are new or different; a row replaces the row of the same id. */
  readonly changed: GatewayStatus;
  /** Ids of sessions and readers that ended or that the caller no longer sees; their loads are gone too. */
  readonly removedSessions: readonly string[];
  readonly removedReaders: readonly string[];
}

/** The whole has arrived: the rows so far are all that the caller may see. */
export interface OverviewCompleteItem {
  readonly kind: 'overviewComplete';
  readonly sessions: number;
  readonly readers: number;
}

/** The caller's rights changed while the stream was running; the whole of what it may see now follows. */
export interface OverviewAccessItem {
  readonly kind: 'access';
}

export type OverviewItem = OverviewWholeItem | OverviewChangesItem | OverviewCompleteItem | OverviewAccessItem;
