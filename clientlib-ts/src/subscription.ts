import type { GatewayError } from './errors.js';
import type { HubTransport } from './HubTransport.js';

/** The hub call that begins or continues a stream. */
export interface StreamCall {
  readonly method: string;
  readonly args: readonly unknown[];
}

/** How one subscription ended. */
export type Outcome =
  | { readonly kind: 'completed' | 'stopped' | 'full' }
  | { readonly kind: 'violated'; readonly detail: string }
  | { readonly kind: 'failed'; readonly error: GatewayError };

/**
 * Reads one subscription to its end.
 *
 * @param take Takes an item; an outcome when the subscription cannot go on. It is then cancelled on the server.
 * @param stop Cancels it.
 */
export function readSubscription(
  transport: HubTransport, { method, args }: StreamCall, take: (raw: unknown) => Outcome | undefined, stop: AbortSignal,
): Promise<Outcome> {
  return new Promise((resolve) => {
    let open = true;
    let dispose = (): void => undefined;
    const settle = (outcome: Outcome, cancel: boolean): void => {
      if (!open) {
        return;
      }
      open = false;
      stop.removeEventListener('abort', onStop);
      if (cancel) {
        dispose();
      }
      resolve(outcome);
    };
    const onStop = (): void => { settle({ kind: 'stopped' }, true); };
    stop.addEventListener('abort', onStop);
    dispose = transport.stream(method, args, {
      next: (raw) => {
        const outcome = open ? take(raw) : undefined;
        if (outcome !== undefined) {
          settle(outcome, true);
        }
      },
      complete: () => { settle({ kind: 'completed' }, false); },
      error: (error) => { settle({ kind: 'failed', error }, false); },
    });
    if (stop.aborted) {
      onStop();
    }
  });
}
