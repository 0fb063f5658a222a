/** What happened. `feedHole`: changes that could not be recorded; see its `data`. */
export type FeedKind =
  | 'sessionOpened' | 'sessionReady' | 'sessionDetached' | 'sessionAttached' | 'sessionAdopted' | 'sessionFaulted' | 'sessionClosed'
  | 'sessionTagged' | 'sessionTraced' | 'subscriptionStarted' | 'subscriptionSlow' | 'subscriptionEnded' | 'workerStarted' | 'workerExited' | 'tokenMinted'
  | 'tokenRenewed' | 'tokenRevoked' | 'loginSucceeded' | 'loginRefused' | 'accessRefused' | 'configurationChanged' | 'keyRotated' | 'feedHole'
  | 'alarmMonitorChanged' | 'alarmRootsChanged' | 'alarmAcknowledged' | 'alarmShelved';

/** How to read the feed, as the server takes it. Filters narrow what comes; positions move with the feed all the same. */
export interface FeedRequest {
  /** The last sequence the reader has. Absent, and no cursor: from now on. 0: from the oldest retained change. */
  readonly after?: number | undefined;
  /** The epoch `after` belongs to. Give it together with `after`; without it, the current one is assumed. */
  readonly feedEpoch?: string | undefined;
  /** Name of a durable cursor to continue from; before the first commit under it `after` holds, and without that the oldest change. */
  readonly cursor?: string | undefined;
  /** Only these kinds; absent means all. Holes always come. */
  readonly kinds?: readonly FeedKind[] | undefined;
  /** Only changes of sessions whose session tag is one of these, to the letter; absent means all changes. */
  readonly sessionTags?: readonly string[] | undefined;
}

/** One thing that happened in the gateway. */
export interface FeedChange {
  /** From 1, without holes, in the order in which it was recorded. */
  readonly sequence: number;
  readonly at: string;
  readonly kind: FeedKind;
  readonly sessionId?: string;
  readonly sessionTag?: string;
  readonly sessionName?: string;
  /** Who did it. */
  readonly subject?: string;
  /** For people. */
  readonly detail?: string;
  /** Particulars of the kind, as text. */
  readonly data?: Readonly<Record<string, string>>;
}

/** Always first: where the feed stands and where the stream continues. */
export interface FeedStartedItem {
  readonly kind: 'started';
  readonly feedEpoch: string;
  /** Oldest sequence that is retained; one beyond the latest when none is. */
  readonly oldest: number;
  /** Latest sequence; 0 before the first change. */
  readonly latest: number;
  readonly after: number;
}

/** Changes in order. `first` to `last` is the span accounted for, what was not asked for or is out of reach included. */
export interface FeedChangesItem {
  readonly kind: 'changes';
  readonly first: number;
  readonly last: number;
  readonly changes: readonly FeedChange[];
}

export type FeedResetReason = 'retention' | 'epochChanged' | 'ahead' | 'lost';

/** The changes after a position cannot be given: take stock again. What is retained follows, from `oldest` on. */
export interface FeedResetItem {
  readonly kind: 'reset';
  readonly reason: FeedResetReason;
  readonly requestedAfter: number;
  /** The numbering from here on. */
  readonly feedEpoch: string;
  readonly oldest: number;
  readonly latest: number;
}

/** Nothing to send up to `sequence`, which is the new position. */
export interface FeedIdleItem {
  readonly kind: 'idle';
  readonly sequence: number;
}

/** One element of the feed. */
export type FeedItem = FeedStartedItem | FeedChangesItem | FeedResetItem | FeedIdleItem;

/** The last change a reader has. */
export interface FeedPosition {
  readonly feedEpoch: string;
  readonly sequence: number;
}

/** A position that the gateway keeps for a subject, under a name. */
export interface FeedCursor extends FeedPosition {
  readonly name: string;
}
