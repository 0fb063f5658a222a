import type {
  SessionState, SlowPolicy, SnapshotPolicy, StartedItem, StreamFilter, StreamItem, StreamLimits, StreamMode,
} from './contracts.js';

/** A filter for many sessions: handles belong to one. */
export type MultiSessionFilter = Omit<StreamFilter, 'items'>;

/**
 * How to read the events of all sessions the caller reaches, those to come included, as the server takes it. Sessions that
 * exist when a stream without a cursor starts begin with what happens next; those that are opened or come to match later begin
 * with all that their history holds. With a cursor, sessions in it resume and others begin with their history.
 */
export interface MultiSessionRequest {
  /** Ids of sessions that exist or are still to come; absent: any. What else the request says must hold for them as well. */
  readonly sessionIds?: readonly string[] | undefined;
  /** Globs; absent: any session, with a session tag or without. */
  readonly sessionTags?: readonly string[] | undefined;
  /** Globs of session names; absent: any session, named or not. */
  readonly names?: readonly string[] | undefined;
  readonly backends?: readonly string[] | undefined;
  /** Where an earlier stream stood. */
  readonly cursor?: string | undefined;
  readonly snapshot?: SnapshotPolicy | undefined;
  readonly mode?: StreamMode | undefined;
  readonly filter?: MultiSessionFilter | undefined;
  /** As for one session, for each. */
  readonly bufferEvents?: number | undefined;
  readonly onSlow?: SlowPolicy | undefined;
  readonly flushIntervalMs?: number | undefined;
  readonly maxBatch?: number | undefined;
}

/** Always first: what the stream was granted, and the cursor it starts from. */
export interface MultiSessionStartedItem {
  readonly kind: 'started';
  /** Names the stream for `UpdateStream`, on its connection only. */
  readonly subscriptionId: string;
  /** What each session's part was granted. */
  readonly limits: StreamLimits;
  readonly cursor: string;
}

/** What a reader of many sessions is told of one of them. */
export interface JoinedSession {
  readonly sessionId: string;
  readonly sessionTag?: string;
  readonly name?: string;
  readonly backend: string;
}

/** A session takes part from here on. It may have taken part before: then it goes on where it was left. */
export interface JoinedItem {
  readonly kind: 'joined';
  readonly session: JoinedSession;
  readonly epoch: string;
  readonly resumedAfter: number;
  readonly state: SessionState;
}

/** Closed; its worker is lost; the request no longer chooses it; the caller no longer reaches it. */
export type LeftReason = 'closed' | 'faulted' | 'notSelected' | 'access';

/** A session takes part no longer. Everything of it that the reader may have was given before. */
export interface LeftItem {
  readonly kind: 'left';
  readonly sessionId: string;
  readonly reason: LeftReason;
  /** The error code its part ended with; absent when it ended in order. */
  readonly code?: string;
}

/** An item of one session's part. */
export interface RoutedItem {
  readonly kind: 'item';
  readonly sessionId: string;
  readonly sessionTag?: string;
  readonly name?: string;
  readonly item: Exclude<StreamItem, StartedItem>;
}

/** Everything before this item is covered by the cursor, and nothing after it. */
export interface CursorItem {
  readonly kind: 'cursor';
  readonly cursor: string;
}

/** Nothing was sent for the idle interval. */
export interface MultiSessionIdleItem {
  readonly kind: 'idle';
}

/** One element of a stream over many sessions. */
export type MultiSessionItem = MultiSessionStartedItem | JoinedItem | LeftItem | RoutedItem | CursorItem | MultiSessionIdleItem;
