import { type ErrorCode } from '../codes.js';
import { GatewayError } from '../errors.js';
import type { HubProtocolName } from '../HubTransport.js';

/** Raised with each change of these messages: a tab and a worker of different versions do not share. */
export const tabProtocol = 1;

/** How often each side says that it is there, milliseconds. */
export const aliveEveryMs = 15_000;
/** After so many silent intervals the other side is gone. Browsers run the timers of a page in the background once a minute. */
export const deadAfterIntervals = 10;

/** An error without what cannot be copied between contexts. */
export interface TabError {
  readonly code: ErrorCode;
  readonly message: string;
  readonly retryAfterMs?: number | undefined;
}

/** The connection that a tab wants. Tabs that want the same may share one. */
export interface TabHello {
  readonly kind: 'hello';
  readonly version: number;
  readonly url: string;
  /** Only tabs with the very same text share: whoever has it has the rights of the connection. */
  readonly token: string;
  /** The tab can be asked for later tokens. */
  readonly renews: boolean;
  readonly protocol: HubProtocolName | undefined;
  readonly keepAliveIntervalMs: number | undefined;
  readonly serverTimeoutMs: number | undefined;
}

/** From a tab to the worker. An id is the tab's own and names a call or a stream. */
export type TabMessage =
  | TabHello
  | { readonly kind: 'invoke' | 'stream'; readonly id: number; readonly method: string; readonly args: readonly unknown[] }
  | { readonly kind: 'cancel'; readonly id: number }
  /** The tab has taken an item of the stream and may be sent another. */
  | { readonly kind: 'taken'; readonly id: number }
  | { readonly kind: 'token'; readonly token: string | undefined }
  | { readonly kind: 'alive' }
  | { readonly kind: 'bye' };

/** From the worker to a tab. */
export type WorkerMessage =
  /** The worker takes the tab; `connected` or `ended` follows. */
  | { readonly kind: 'welcome' }
  /** The worker is of another version; the tab has to connect by itself. */
  | { readonly kind: 'refused' }
  | { readonly kind: 'connected' }
  /** The connection was not made or is over. Nothing follows. */
  | { readonly kind: 'ended'; readonly error: TabError | undefined }
  | { readonly kind: 'result'; readonly id: number; readonly result: unknown }
  | { readonly kind: 'item'; readonly id: number; readonly item: unknown }
  | { readonly kind: 'complete'; readonly id: number }
  | { readonly kind: 'error'; readonly id: number; readonly error: TabError }
  | { readonly kind: 'needToken' }
  | { readonly kind: 'tokenFailed'; readonly error: TabError }
  | { readonly kind: 'alive' };

export function toTabError({ code, message, retryAfterMs }: GatewayError): TabError {
  return { code, message, retryAfterMs };
}

export function fromTabError({ code, message, retryAfterMs }: TabError): GatewayError {
  return new GatewayError(code, message, { retryAfterMs });
}
