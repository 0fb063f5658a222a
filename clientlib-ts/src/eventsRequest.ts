import type { BackoffOptions } from './backoff.js';
import type { EventsItem, SnapshotItem, StartedItem, StreamItem, StreamRequest } from './contracts.js';
import type { GatewayError } from './errors.js';
import type { EventBatch, SnapshotBatch } from './EventBatch.js';
import type { HubTransport } from './HubTransport.js';
import type { Logger } from './logger.js';
import type { WhenHidden } from './pageVisibility.js';
import type { Timers } from './timers.js';

/**
 * Why a stream was subscribed anew: the connection was lost; the server ended it with a code that asks for it; the
 * application had fallen behind and has caught up (`onOverflow: 'pause'`); the stream had broken its own rules.
 */
export type ResumeCause = 'connectionLost' | 'serverAsked' | 'overflow' | 'violation';

/** The wire's `started`, with what only the client knows. */
export interface SessionStartedItem extends StartedItem {
  /** False where the stream begins, true where a later subscription continues it. */
  readonly resumed: boolean;
  /** Present when `resumed`. */
  readonly resumeCause?: ResumeCause;
}

/** What the iteration yields. */
export type SessionStreamItem = SessionStartedItem | EventBatch | SnapshotBatch | Exclude<StreamItem, StartedItem | EventsItem | SnapshotItem>;

export interface EventsRequest extends StreamRequest {
  /** Not here: a position is given as `resumeAfter` and `epoch`. */
  readonly sequence?: never;
  /** Ends the stream; the iteration throws the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** Size of this client's own buffer in events. Default 10 000. */
  readonly clientBufferEvents?: number | undefined;
  /**
   * What happens when that buffer is full because the application reads too slowly. `pause` (default): the server's stream
   * is cancelled and resumed from its position once the buffer has drained; nothing is lost while history reaches back
   * far enough, and a `gap` tells when it does not. `drop`: the oldest events are dropped and a `lagged` item says how many.
   */
  readonly onOverflow?: 'pause' | 'drop' | undefined;
}

export type EventStreamStatus = 'waiting' | 'streaming' | 'paused' | 'retrying' | 'ended';

/** Where an event stream gets its connections from. */
export interface TransportSource {
  ready(signal?: AbortSignal): Promise<HubTransport>;
  /** Told that the gateway behind a connection is stopping. True when `ready` gives another connection as soon as it can. */
  changeOver?(transport: HubTransport, reason: GatewayError): boolean;
}

export interface EventStreamSettings {
  readonly backoff?: BackoffOptions | undefined;
  readonly timers?: Timers | undefined;
  readonly logger?: Logger | undefined;
  /** How streams are read while the page is hidden. */
  readonly whenHidden?: WhenHidden | undefined;
}
