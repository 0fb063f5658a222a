import type { ConnectionState } from '@mxgateway/client';
import { byId, setText } from './dom.ts';

const texts: Readonly<Record<ConnectionState, string>> = {
  disconnected: 'not connected',
  connecting: 'connecting…',
  connected: 'connected',
  reconnecting: 'reconnecting…',
  closed: 'not connected',
};

/** Interval in milliseconds at which, while there is no connection, the page asks the gateway for the reason. */
const doubtMs = 2_500;

/** Shows the state of the connection. */
export class ConnectionPill {
  readonly #pill = byId('connection', HTMLElement);
  readonly #onDoubt: () => void;
  #doubt: ReturnType<typeof setInterval> | undefined;

  constructor(onDoubt: () => void) {
    this.#onDoubt = onDoubt;
  }

  show(state: ConnectionState): void {
    clearInterval(this.#doubt);
    setText(this.#pill, texts[state]);
    this.#pill.dataset['state'] = state;
    document.body.classList.toggle('offline', state !== 'connected');
    if (state === 'connecting' || state === 'reconnecting') {
      this.#doubt = setInterval(() => {
        setText(this.#pill, 'no answer from the gateway');
        this.#onDoubt();
      }, doubtMs);
    }
  }

  clear(): void {
    this.show('closed');
    this.#pill.dataset['state'] = 'disconnected';
  }
}
