import type { ConnectionSharing, WantedConnection } from '../connectionSharing.js';
import { GatewayError } from '../errors.js';
import type { HubTransport, StreamObserver } from '../HubTransport.js';
import type { Timers } from '../timers.js';
import { NoWorkerError, SharedTransport } from './SharedTransport.js';

/** A `SharedWorker`, or what stands for one in a test. */
export interface TabWorker {
  readonly port: MessagePort;
  addEventListener?(type: 'error', listener: () => void): void;
}

/**
 * Shares one connection among the tabs that have the same token, by a shared worker whose script calls `serveTabs`.
 *
 * @param open Makes the worker: `() => new SharedWorker(new URL('./tabs.ts', import.meta.url), { type: 'module' })`. Where it throws, as in a
 * browser without shared workers, and where the worker does not answer or is of another version, each tab has a connection of its own.
 */
export function shareTabs(open: () => TabWorker, timers?: Timers): ConnectionSharing {
  let works = true;
  return {
    factory: (wanted, direct) => (url) => (
      works ? new MaybeSharedTransport(open, () => direct(url), { wanted, url, timers, onNoWorker: () => { works = false; } }) : direct(url)),
  };
}

interface MaybeSharedOptions {
  readonly wanted: WantedConnection;
  readonly url: string;
  readonly timers: Timers | undefined;
  readonly onNoWorker: () => void;
}

/** A connection of the worker, or one of the tab's own when there is no worker for it. */
class MaybeSharedTransport implements HubTransport {
  readonly #open: () => TabWorker;
  readonly #direct: () => HubTransport;
  readonly #options: MaybeSharedOptions;
  readonly #closeListeners: ((error: Error | undefined) => void)[] = [];
  #inner: HubTransport | undefined;

  constructor(open: () => TabWorker, direct: () => HubTransport, options: MaybeSharedOptions) {
    this.#open = open;
    this.#direct = direct;
    this.#options = options;
  }

  /** Of a connection of the tab's own; the worker renews that of a shared one. */
  get token(): string | undefined {
    return this.#inner?.token;
  }

  get tokenReceivedAt(): number | undefined {
    return this.#inner?.tokenReceivedAt;
  }

  async start(): Promise<void> {
    try {
      await this.#use(this.#shared());
    } catch (error) {
      if (!(error instanceof NoWorkerError)) {
        throw error;
      }
      this.#options.onNoWorker();
      await this.#use(this.#direct());
    }
  }

  async stop(): Promise<void> {
    await this.#inner?.stop();
  }

  invoke(method: string, args: readonly unknown[]): Promise<unknown> {
    return this.#needed().invoke(method, args);
  }

  stream(method: string, args: readonly unknown[], observer: StreamObserver): () => void {
    return this.#needed().stream(method, args, observer);
  }

  onClose(listener: (error: Error | undefined) => void): void {
    this.#closeListeners.push(listener);
  }

  async #use(transport: HubTransport): Promise<void> {
    this.#inner = transport;
    transport.onClose((error) => { this.#closeListeners.forEach((listener) => { listener(error); }); });
    await transport.start();
  }

  #shared(): SharedTransport {
    const { wanted, url, timers } = this.#options;
    const { accessToken, protocol, keepAliveIntervalMs, serverTimeoutMs, onTokenFailure } = wanted;
    const renews = typeof accessToken !== 'string';
    let worker: TabWorker;
    try {
      worker = this.#open();
    } catch {
      throw new NoWorkerError();
    }
    const transport = new SharedTransport(worker.port, {
      hello: { url, renews, protocol, keepAliveIntervalMs, serverTimeoutMs }, askToken: () => (renews ? accessToken() : accessToken), onTokenFailure, timers,
    });
    worker.addEventListener?.('error', () => { transport.refuse(); });
    return transport;
  }

  #needed(): HubTransport {
    if (this.#inner === undefined) {
      throw new GatewayError('ConnectionLost', 'The connection was not started.');
    }
    return this.#inner;
  }
}
