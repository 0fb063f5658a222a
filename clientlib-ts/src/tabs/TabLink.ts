import { hubMethods } from '../contracts.js';
import { GatewayError, toGatewayError } from '../errors.js';
import { type SharedConnection, updateOf } from './SharedConnection.js';
import { aliveEveryMs, deadAfterIntervals, type TabMessage, toTabError, type WorkerMessage } from './tabMessages.js';
import { TabOutlet } from './TabOutlet.js';
import { isShareable, TabSessionStream, TabStream, type TabStreamHost } from './TabStream.js';
import type { Timers } from '../timers.js';

/** How long a tab may take to give a token. */
const tokenMs = 30_000;

/** One tab of a connection, as the worker sees it. It ends when the connection does, when the tab says so or when it is silent. */
export class TabLink {
  readonly #port: MessagePort;
  readonly #connection: SharedConnection;
  readonly #timers: Timers;
  readonly #streams = new Map<number, TabStream>();
  #host: TabStreamHost | undefined;
  #giveToken: ((token: string | undefined) => void) | undefined;
  #silent = 0;
  #ended = false;

  constructor(port: MessagePort, connection: SharedConnection, timers: Timers) {
    this.#port = port;
    this.#connection = connection;
    this.#timers = timers;
    port.addEventListener('close', () => { this.#leave(); });
    this.#watch();
  }

  async begin(): Promise<void> {
    this.#post({ kind: 'welcome' });
    try {
      this.#host = await this.#connection.join(this);
      this.#post({ kind: 'connected' });
    } catch (error) {
      this.end(toGatewayError(error));
    }
  }

  take(message: TabMessage): void {
    this.#silent = 0;
    switch (message.kind) {
      case 'invoke':
        void this.#invoke(message.id, message.method, message.args);
        break;
      case 'stream':
        this.#stream(message.id, message.method, message.args);
        break;
      case 'cancel':
        this.#streams.get(message.id)?.cancel();
        this.#streams.delete(message.id);
        this.#connection.tidy();
        break;
      case 'taken':
        this.#streams.get(message.id)?.taken();
        break;
      case 'token':
        this.#giveToken?.(message.token);
        break;
      case 'bye':
        this.#leave();
        break;
      case 'alive':
      case 'hello':
        break;
    }
  }

  /** Asks the tab for a token; undefined when it gives none. */
  askToken(): Promise<string | undefined> {
    return new Promise((resolve) => {
      const cancel = this.#timers.after(tokenMs, () => { this.#giveToken?.(undefined); });
      this.#giveToken = (token) => {
        cancel();
        this.#giveToken = undefined;
        resolve(token);
      };
      this.#post({ kind: 'needToken' });
    });
  }

  tokenFailed(error: GatewayError): void {
    this.#post({ kind: 'tokenFailed', error: toTabError(error) });
  }

  /** The connection is over for this tab, which may ask for another. */
  end(error: GatewayError | undefined): void {
    this.#post({ kind: 'ended', error: error === undefined ? undefined : toTabError(error) });
    this.#leave();
  }

  async #invoke(id: number, method: string, args: readonly unknown[]): Promise<void> {
    try {
      this.#post({ kind: 'result', id, result: this.#update(method, args) ?? await this.#ask(method, args) });
    } catch (error) {
      this.#post({ kind: 'error', id, error: toTabError(toGatewayError(error)) });
    }
  }

  async #ask(method: string, args: readonly unknown[]): Promise<unknown> {
    try {
      return await this.#needHost().transport.invoke(method, args);
    } catch (error) {
      // A stream of the tab's own that was to be changed may have become a part of a shared one meanwhile.
      const settings = toGatewayError(error).code === 'NotFound' ? this.#update(method, args) : undefined;
      if (settings === undefined) {
        throw error;
      }
      return settings;
    }
  }

  #update(method: string, args: readonly unknown[]): unknown {
    const update = updateOf(method, args);
    if (update === undefined) {
      if (method === hubMethods.renewToken) {
        throw new GatewayError('Unsupported', 'The worker renews the token of a shared connection.');
      }
      return undefined;
    }
    for (const stream of this.#streams.values()) {
      const settings = stream.update?.(update.subscriptionId, update.settings);
      if (settings !== undefined) {
        return settings;
      }
    }
    return undefined;
  }

  #stream(id: number, method: string, args: readonly unknown[]): void {
    const outlet = new TabOutlet(id, (message) => {
      if (message.kind !== 'item') {
        this.#streams.delete(id);
      }
      this.#post(message);
    });
    try {
      const host = this.#needHost();
      const [sessionId, request] = args;
      if (method === hubMethods.streamSession && typeof sessionId === 'string' && isShareable(request)) {
        const stream = new TabSessionStream(host, outlet, sessionId, request);
        this.#streams.set(id, stream);
        stream.begin();
      } else {
        const stream = new TabStream(host, outlet);
        this.#streams.set(id, stream);
        stream.open(method, args);
      }
    } catch (error) {
      outlet.fail(toGatewayError(error));
    }
  }

  #needHost(): TabStreamHost {
    if (this.#host === undefined || this.#ended) {
      throw new GatewayError('ConnectionLost', 'The connection is not there.');
    }
    return this.#host;
  }

  #watch(): void {
    this.#timers.after(aliveEveryMs, () => {
      if (this.#ended) {
        return;
      }
      this.#silent += 1;
      if (this.#silent > deadAfterIntervals) {
        this.end(new GatewayError('ConnectionLost', 'The tab was silent.'));
        return;
      }
      this.#post({ kind: 'alive' });
      this.#watch();
    });
  }

  #leave(): void {
    if (this.#ended) {
      return;
    }
    this.#ended = true;
    this.#giveToken?.(undefined);
    this.#streams.forEach((stream) => { stream.cancel(); });
    this.#streams.clear();
    this.#connection.leave(this);
    this.#port.close();
  }

  #post(message: WorkerMessage): void {
    if (!this.#ended) {
      this.#port.postMessage(message);
    }
  }
}
