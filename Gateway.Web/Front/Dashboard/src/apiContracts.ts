import type { AlarmTransition } from '@mxgateway/client';

/** Who the caller is and what the caller's token allows. */
export interface Identity {
  readonly subject: string;
  readonly tokenId: string;
  readonly scopes: readonly string[];
  readonly sessionTags: readonly string[];
  /** The session to which the token is bound; absent when it is not bound. */
  readonly sessionId?: string;
  readonly read?: readonly string[];
  readonly write?: readonly string[];
  readonly expiresAt: string;
  readonly isAdmin: boolean;
}

export type TokenState = 'active' | 'expired' | 'revoked';

/** A token as the list shows it: everything except the token itself. */
export interface TokenInfo {
  readonly tokenId: string;
  readonly subject: string;
  readonly label?: string;
  readonly scopes: readonly string[];
  readonly sessionTags: readonly string[];
  readonly sessionId?: string;
  readonly read?: readonly string[];
  readonly write?: readonly string[];
  readonly issuedAt: string;
  readonly expiresAt: string;
  readonly state: TokenState;
  readonly revokedBy?: string;
  readonly source: string;
  readonly issuedBy: string;
}

export interface TokenPage {
  readonly items: readonly TokenInfo[];
  /** The value of `before` for the next page. */
  readonly next?: number;
}

export interface CreateTokenRequest {
  readonly subject?: string;
  readonly label?: string;
  readonly scopes: readonly string[];
  readonly sessionTags?: readonly string[];
  readonly sessionId?: string;
  readonly read?: readonly string[];
  readonly write?: readonly string[];
  readonly lifetimeSeconds?: number;
}

export interface CreatedToken {
  /** Returned only here and never again. */
  readonly token: string;
  readonly info: TokenInfo;
}

export interface AuditItem {
  readonly id: number;
  readonly time: string;
  readonly subject?: string;
  readonly tokenId?: string;
  readonly action: string;
  readonly sessionId?: string;
  readonly remoteAddress?: string;
  readonly result: string;
  readonly detail?: string;
}

export interface AuditPage {
  readonly items: readonly AuditItem[];
  readonly next?: number;
}

/** A page of the log of alarms, oldest transition first. */
export interface AlarmLogPage {
  readonly transitions: readonly AlarmTransition[];
  /** The value of `after` for the next page. */
  readonly next: number;
}

export type RecorderPart = 'connection' | 'stream' | 'session' | 'worker';

/** Something that the flight recorder kept. */
export interface TimelineEntry {
  readonly at: string;
  /** Such as `workerLost`; a later gateway may have more kinds. */
  readonly kind: string;
  /** To what it happened; absent when it is what the timeline is about. */
  readonly part?: RecorderPart;
  /** Absent also when it is no longer known. */
  readonly id?: string;
  readonly data?: Readonly<Record<string, string>>;
}

/** What happened last to a connection, a reader, a session or a worker; the oldest entry first. */
export interface Timeline {
  readonly part: RecorderPart;
  readonly id: string;
  readonly sessionId?: string;
  readonly connectionId?: string;
  readonly subject: string;
  readonly began: string;
  readonly ended?: string;
  /** Number of entries that later ones pushed out. */
  readonly lost: number;
  readonly entries: readonly TimelineEntry[];
}

export type DumpCause = 'fault' | 'workerLost' | 'gap' | 'slow';

export interface DumpSummary {
  readonly id: number;
  readonly at: string;
  readonly cause: DumpCause;
  readonly part: RecorderPart;
  readonly partId: string;
  readonly sessionId?: string;
  readonly skipped: number;
}

/** What the recorder kept by itself when something went wrong, newest first. */
export interface DumpIndex {
  readonly dumps: readonly DumpSummary[];
}

/** A dump with its timelines; the first is of what it happened to. */
export interface DumpReport {
  readonly dump: DumpSummary;
  readonly timelines: readonly Timeline[];
}

/** One setting in force, compared with its default. A secret that is set is shown as `***`. */
export interface ComparedSetting {
  readonly name: string;
  readonly section: string;
  readonly value?: string;
  readonly default?: string;
  readonly isDefault: boolean;
  /** Where it was set; absent when nowhere. */
  readonly source?: string;
  readonly needsRestart: boolean;
}

export interface SettingsReport {
  readonly settings: readonly ComparedSetting[];
  readonly skipped: number;
}

export interface UsedPackage {
  readonly name: string;
  readonly version: string;
  readonly licence?: string;
}

/** What runs. */
export interface AboutReport {
  readonly gateway: string;
  readonly contract: string;
  readonly worker?: string;
  readonly workerProtocol: number;
  readonly runtime: string;
  readonly system: string;
  readonly architecture: string;
  readonly packages: readonly UsedPackage[];
}

/** A set of items that the user keeps with the gateway. */
export interface ItemSet {
  readonly name: string;
  readonly items: readonly string[];
  readonly changedAt: string;
}

export type FoundLevel = 'item' | 'object' | 'area';

/** Which of the items that a session's source knows are wanted. */
export interface FindQuery {
  readonly like?: string;
  readonly area?: string;
  readonly object?: string;
  readonly level?: FoundLevel;
  readonly after?: string;
}

/** An item that a source knows, or one of its objects or areas. */
export interface FoundEntry {
  readonly level: FoundLevel;
  readonly reference: string;
  readonly object?: string;
  readonly area?: string;
  readonly dataType?: string;
  readonly unit?: string;
  readonly description?: string;
  readonly count?: number;
}

export interface FoundPage {
  readonly items: readonly FoundEntry[];
  /** The value of `after` for the next page. */
  readonly next?: string;
  readonly total: number;
  /** Objects that were not searched, because their attributes are not known. */
  readonly unreadObjects: number;
  /** Why something is missing. */
  readonly notice?: string;
}
