import type {
  SessionState, SlowPolicy, SnapshotPolicy, StartedItem, StreamFilter, StreamItem, StreamLimits, StreamMode,
} from './contracts.js';

/** A filter for many sessions: handles belong to one. */
export type MultiSessionFilter = Omit<StreamFilter, 'items'>;

/**
 * How to read the events of all sessions that the caller can access, including sessions that are opened later. Without a cursor, sessions
 * that exist when the stream starts begin with the next event. Sessions that are opened, or match the request, later begin with
 * everything in their history. With a cursor, the sessions in it resume and other sessions begin with their history.
 */
export interface MultiSessionRequest {
  /** Ids of sessions that exist or will be opened. Without it, any session is selected. The other conditions of the request apply as well. */
  readonly sessionIds?: readonly string[] | undefined;
  /** Globs of session tags. Without it, any session is selected, with a session tag or without. */
  readonly sessionTags?: readonly string[] | undefined;
  /** Globs of session names. Without it, any session is selected, named or not. */
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

/** What a reader of many sessions learns about one of them. */
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

/** A session no longer takes part. Everything of it that the reader may see was delivered before this item. */
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
