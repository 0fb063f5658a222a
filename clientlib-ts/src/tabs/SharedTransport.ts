import { GatewayError, toGatewayError } from '../errors.js';
import type { HubTransport, StreamObserver } from '../HubTransport.js';
import { realTimers, type Timers } from '../timers.js';
import { aliveEveryMs, deadAfterIntervals, fromTabError, type TabHello, type TabMessage, tabProtocol, type WorkerMessage } from './tabMessages.js';

/** How long the worker may take to answer. Its script may have to be loaded first. */
const welcomeMs = 20_000;

/** What a tab wants of the connection, without what it has to ask for each time. */
export interface SharedTransportOptions {
  readonly hello: Omit<TabHello, 'kind' | 'version' | 'token'>;
  readonly askToken: () => string | Promise<string>;
  readonly onTokenFailure: ((error: GatewayError) => void) | undefined;
  readonly timers?: Timers | undefined;
}

/** The worker cannot serve this tab: there is none, it is of another version, or it does not answer. */
export class NoWorkerError extends Error {}

interface Call {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: GatewayError) => void;
}

/** A tab's part of a connection that a shared worker has. It does for a tab what a connection of its own would do. */
export class SharedTransport implements HubTransport {
  readonly #port: MessagePort;
  readonly #options: SharedTransportOptions;
  readonly #timers: Timers;
  readonly #calls = new Map<number, Call>();
  readonly #streams = new Map<number, StreamObserver>();
  readonly #closeListeners: ((error: Error | undefined) => void)[] = [];
  #state: 'new' | 'starting' | 'up' | 'over' = 'new';
  #started: { readonly resolve: () => void; readonly reject: (error: Error) => void } | undefined;
  #welcome: (() => void) | undefined;
  #ids = 0;
  #silent = 0;

  constructor(port: MessagePort, options: SharedTransportOptions) {
    this.#port = port;
    this.#options = options;
    this.#timers = options.timers ?? realTimers;
  }

  /**
   * @throws GatewayError When the worker could not connect.
   * @throws NoWorkerError When the worker does not serve this tab.
   */
  async start(): Promise<void> {
    const token = await this.#options.askToken();
    if (this.#state === 'over') {
      throw lost('The connection was closed.');
    }
    this.#state = 'starting';
    const started = new Promise<void>((resolve, reject) => { this.#started = { resolve, reject }; });
    this.#port.addEventListener('message', ({ data }: MessageEvent<WorkerMessage>) => { this.#take(data); });
    this.#port.addEventListener('close', () => { this.#over(lost('The worker has ended.')); });
    this.#port.start();
    this.#welcome = this.#timers.after(welcomeMs, () => { this.refuse(); });
    this.#post({ kind: 'hello', version: tabProtocol, token, ...this.#options.hello });
    (globalThis as Partial<EventTarget>).addEventListener?.('pagehide', this.#leavePage);
    await started;
  }

  stop(): Promise<void> {
    this.#over(undefined);
    return Promise.resolve();
  }

  invoke(method: string, args: readonly unknown[]): Promise<unknown> {
    if (this.#state !== 'up') {
      return Promise.reject(lost('The connection is not there.'));
    }
    const id = ++this.#ids;
    return new Promise((resolve, reject) => {
      this.#calls.set(id, { resolve, reject });
      this.#send(id, { kind: 'invoke', id, method, args }, reject);
    });
  }

  stream(method: string, args: readonly unknown[], observer: StreamObserver): () => void {
    const id = ++this.#ids;
    if (this.#state !== 'up') {
      queueMicrotask(() => { observer.error(lost('The connection is not there.')); });
      return () => undefined;
    }
    this.#streams.set(id, observer);
    this.#send(id, { kind: 'stream', id, method, args }, (error) => { observer.error(error); });
    return () => {
      if (this.#streams.delete(id)) {
        this.#post({ kind: 'cancel', id });
      }
    };
  }

  onClose(listener: (error: Error | undefined) => void): void {
    this.#closeListeners.push(listener);
  }

  #take(message: WorkerMessage): void {
    if (this.#state === 'over') {
      return;
    }
    this.#silent = 0;
    switch (message.kind) {
      case 'welcome':
        this.#welcome?.();
        this.#watch();
        break;
      case 'refused':
        this.refuse();
        break;
      case 'connected':
        this.#state = 'up';
        this.#started?.resolve();
        break;
      case 'ended':
        this.#over(message.error === undefined ? undefined : fromTabError(message.error));
        break;
      case 'needToken':
        void this.#giveToken();
        break;
      case 'tokenFailed':
        this.#options.onTokenFailure?.(fromTabError(message.error));
        break;
      case 'alive':
        this.#post({ kind: 'alive' });
        break;
      default:
        this.#takeAnswer(message);
    }
  }

  #takeAnswer(message: Extract<WorkerMessage, { readonly id: number }>): void {
    const { id } = message;
    const call = this.#calls.get(id);
    const stream = this.#streams.get(id);
    switch (message.kind) {
      case 'item':
        this.#post({ kind: 'taken', id });
        stream?.next(message.item);
        return;
      case 'result':
        call?.resolve(message.result);
        break;
      case 'complete':
        this.#streams.delete(id);
        stream?.complete();
        break;
      case 'error':
        this.#streams.delete(id);
        call?.reject(fromTabError(message.error));
        stream?.error(fromTabError(message.error));
        break;
    }
    this.#calls.delete(id);
  }

  async #giveToken(): Promise<void> {
    let token: string | undefined;
    try {
      token = await this.#options.askToken();
    } catch {
      // The worker asks another tab, and reports the failure when none has a token.
    }
    this.#post({ kind: 'token', token });
  }

  /** A page that the browser keeps for going back must not keep a part in the connection; it connects again when it is shown. */
  readonly #leavePage = (): void => { this.#over(lost('The page was left.')); };

  #watch(): void {
    this.#timers.after(aliveEveryMs, () => {
      if (this.#state === 'over') {
        return;
      }
      this.#silent += 1;
      if (this.#silent > deadAfterIntervals) {
        this.#over(lost('The worker is silent.'));
      } else {
        this.#watch();
      }
    });
  }

  /** The worker cannot serve this tab. Once it has, its later errors are its own affair. */
  refuse(): void {
    if (this.#state === 'starting') {
      this.#started?.reject(new NoWorkerError());
      this.#over(undefined);
    }
  }

  #over(error: GatewayError | undefined): void {
    if (this.#state === 'over') {
      return;
    }
    const wasUp = this.#state === 'up';
    this.#post({ kind: 'bye' });
    this.#state = 'over';
    this.#welcome?.();
    (globalThis as Partial<EventTarget>).removeEventListener?.('pagehide', this.#leavePage);
    this.#port.close();
    const reason = error?.code === 'ConnectionLost' || error === undefined ? error ?? lost('The connection was closed.') : error;
    this.#started?.reject(reason);
    this.#calls.forEach(({ reject }) => { reject(lost(reason.message)); });
    this.#streams.forEach((observer) => { observer.error(lost(reason.message)); });
    this.#calls.clear();
    this.#streams.clear();
    if (wasUp) {
      this.#closeListeners.forEach((listener) => { listener(error); });
    }
  }

  /** What cannot be copied to the worker is the caller's mistake. */
  #send(id: number, message: TabMessage, fail: (error: GatewayError) => void): void {
    try {
      this.#post(message);
    } catch (error) {
      this.#calls.delete(id);
      this.#streams.delete(id);
      fail(new GatewayError('InvalidArgument', `The arguments cannot be sent: ${toGatewayError(error).message}`, { cause: error }));
    }
  }

  #post(message: TabMessage): void {
    if (this.#state !== 'over') {
      this.#port.postMessage(message);
    }
  }
}

function lost(message: string): GatewayError {
  return new GatewayError('ConnectionLost', message);
}
