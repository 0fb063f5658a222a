import type { GapItem } from './contracts.js';
import type { ErrorCode } from './codes.js';
import type { MxStatus, MxValue } from './values.js';

export interface LiveItemsRequest {
  /** The name of the session: it is found by name and tag, or opened. */
  readonly session: string;
  /** The access label of the session; it is part of what is looked for. */
  readonly sessionTag?: string | undefined;
  readonly backend?: string | undefined;
  /** Advise the items supervisory. An item that is advised already stays as it is. */
  readonly supervisory?: boolean | undefined;
  /** The greatest rate of changes, as the time between two, milliseconds. Default 100. */
  readonly flushIntervalMs?: number | undefined;
  /** Ends the live items; the iteration throws the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/** One item as it is known now. */
export interface LiveItemState {
  readonly reference: string;
  /** Absent before the first value. */
  readonly value?: MxValue | undefined;
  /** Raw OPC DA quality; see `qualityClass`. */
  readonly quality?: number | undefined;
  readonly sourceTime?: string | undefined;
  readonly workerTime?: string | undefined;
  /** The value may be out of date: nothing confirms it at the moment. True before the first value. */
  readonly stale: boolean;
  /** Why the item has no good value, such as a reference that does not exist or is refused. */
  readonly problem?: string | undefined;
}

/**
 * `connecting`: not live yet; `live`; `restoring`: the connection or the session was lost and is being made anew; `refused`: it cannot
 * go on, see the code; `closed`.
 */
export type LiveState = 'connecting' | 'live' | 'restoring' | 'refused' | 'closed';

export interface LiveStatus {
  readonly state: LiveState;
  /** Why it is not live. */
  readonly code?: ErrorCode | undefined;
  /** The status in plain words. */
  readonly message: string;
  readonly sessionId?: string | undefined;
}

/** What was lost or made anew. */
export type LiveNotice =
  | { readonly kind: 'gap'; readonly reason: GapItem['reason']; readonly missed?: number | undefined }
  | { readonly kind: 'session'; readonly sessionId: string; readonly opened: boolean; readonly after?: ErrorCode | undefined };

/** What is different since the reading before. An item that changed several times meanwhile is there once, as it is now. */
export interface LiveChanges {
  readonly status: LiveStatus;
  readonly items: readonly LiveItemState[];
  readonly notices: readonly LiveNotice[];
  /** Older notices that were dropped because nothing was read. */
  readonly noticesDropped: number;
}

export interface WaitingWriteOptions {
  /** How long to wait for the first value of the item and for the completion together, milliseconds. Default 30 000. */
  readonly timeoutMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  /** User id; 0 (default) for none. */
  readonly userId?: number | undefined;
}

/** How a write ended. */
export interface WriteCompletion {
  readonly succeeded: boolean;
  readonly statuses: readonly MxStatus[];
  /** The outcome in plain words. */
  readonly message: string;
  readonly workerTime: string;
}
