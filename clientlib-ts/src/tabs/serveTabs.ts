import type { HubTransport } from '../HubTransport.js';
import { SignalRTransport } from '../HubTransport.js';
import { isRecord } from '../guards.js';
import { realTimers, type Timers } from '../timers.js';
import { SharedConnection } from './SharedConnection.js';
import { TabLink } from './TabLink.js';
import { type TabHello, type TabMessage, tabProtocol } from './tabMessages.js';

export interface ServeTabsOptions {
  /** Another way to the hub, for tests. */
  readonly transport?: ((token: string, hello: TabHello) => HubTransport) | undefined;
  readonly timers?: Timers | undefined;
}

/** The connections of one worker, and the tabs that come. */
export class TabServer {
  readonly #connections = new Set<SharedConnection>();
  readonly #transport: (token: string, hello: TabHello) => HubTransport;
  readonly #timers: Timers;

  constructor(options: ServeTabsOptions = {}) {
    this.#transport = options.transport ?? ((token, hello) => new SignalRTransport(hello.url, token, hello));
    this.#timers = options.timers ?? realTimers;
  }

  accept(port: MessagePort): void {
    let link: TabLink | undefined;
    port.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
      if (link !== undefined) {
        link.take(data as TabMessage);
      } else if (isHello(data)) {
        link = new TabLink(port, this.#connectionFor(data), this.#timers);
        void link.begin();
      } else {
        port.postMessage({ kind: 'refused' });
        port.close();
      }
    });
    port.start();
  }

  #connectionFor(hello: TabHello): SharedConnection {
    const known = [...this.#connections].find((connection) => connection.takes(hello));
    if (known !== undefined) {
      return known;
    }
    const connection = new SharedConnection(hello, {
      transport: this.#transport,
      timers: this.#timers,
      onUnused: () => { this.#connections.delete(connection); },
    });
    this.#connections.add(connection);
    return connection;
  }
}

/** What a shared worker offers to its script. */
interface WorkerScope {
  addEventListener(type: 'connect', listener: (event: MessageEvent) => void): void;
}

/** The whole script of the shared worker: it serves the tabs of this origin, whatever gateways and tokens they have. */
export function serveTabs(options: ServeTabsOptions = {}): void {
  const server = new TabServer(options);
  (globalThis as unknown as WorkerScope).addEventListener('connect', ({ ports }) => {
    ports.forEach((port) => { server.accept(port); });
  });
}

function isHello(data: unknown): data is TabHello {
  return isRecord(data) && data['kind'] === 'hello' && data['version'] === tabProtocol;
}
