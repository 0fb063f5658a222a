import type { ConnectionState } from '@mxgateway/client';
import { byId, setText } from './dom.ts';

const texts: Readonly<Record<ConnectionState, string>> = {
  disconnected: 'not connected',
  connecting: 'connecting…',
  connected: 'connected',
  reconnecting: 'reconnecting…',
  closed: 'not connected',
};

/** After this long without a connection (ms), and each time again, it is worth asking what is wrong. */
const doubtMs = 2_500;

/** Whether the page has its connection. */
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
