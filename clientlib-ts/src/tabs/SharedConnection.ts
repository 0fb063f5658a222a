import { hubMethods, type StreamRequest, type StreamSettings } from '../contracts.js';
import { GatewayError, toGatewayError } from '../errors.js';
import type { EventStreamSettings, TransportSource } from '../eventsRequest.js';
import type { HubTransport } from '../HubTransport.js';
import type { Timers } from '../timers.js';
import { claimsOf } from '../tokenLife.js';
import { TokenRenewer } from '../TokenRenewer.js';
import { SharedReading } from './SharedReading.js';
import type { TabLink } from './TabLink.js';
import type { TabHello } from './tabMessages.js';
import type { TabStreamHost } from './TabStream.js';

/** Each tab of a page has a few streams, and the gateway limits those of a connection (`Gateway:Hub:MaxStreamsPerConnection`, 64). */
const maxTabs = 12;
/** How long readings are kept without a tab, so that tabs find them again after a lost connection. */
const lingerMs = 10_000;

export interface SharedConnectionOptions {
  readonly transport: (token: string, hello: TabHello) => HubTransport;
  readonly timers: Timers;
  /** Called when there has been no tab for a while. */
  readonly onUnused: () => void;
}

/** One connection for the tabs that have the same token. */
export class SharedConnection implements TransportSource {
  readonly #hello: TabHello;
  readonly #options: SharedConnectionOptions;
  readonly #renewer: TokenRenewer;
  readonly #tabs = new Set<TabLink>();
  readonly #readings = new Map<string, SharedReading>();
  readonly #waiters = new Set<(transport: HubTransport) => void>();
  readonly #settings: EventStreamSettings;
  #token: string;
  #transport: HubTransport | undefined;
  #starting: Promise<HubTransport> | undefined;
  #subscriptions = 0;

  constructor(hello: TabHello, options: SharedConnectionOptions) {
    this.#hello = hello;
    this.#token = hello.token;
    this.#options = options;
    this.#settings = { timers: options.timers };
    this.#renewer = new TokenRenewer({
      accessToken: hello.renews ? () => this.#laterToken() : hello.token,
      timers: options.timers,
      random: Math.random,
      monotonic: () => performance.now(),
      wallClock: Date.now,
      logger: {},
      onFailure: (error) => { this.#tabs.forEach((tab) => { tab.tokenFailed(error); }); },
    });
  }

  /** Whether the tab wants this connection and may have it. */
  takes(hello: TabHello): boolean {
    return this.#tabs.size < maxTabs && JSON.stringify({ ...hello, token: '' }) === JSON.stringify({ ...this.#hello, token: '' }) && hello.token === this.#token;
  }

  /** The connection for a tab; its failure is the tab's, which decides when to try again. */
  async join(tab: TabLink): Promise<TabStreamHost> {
    this.#tabs.add(tab);
    const transport = this.#transport ?? await (this.#starting ??= this.#start());
    return {
      transport,
      timers: this.#options.timers,
      readingOf: (sessionId, request) => this.#readingOf(sessionId, request),
      newSubscriptionId: () => `shared-${++this.#subscriptions}`,
    };
  }

  leave(tab: TabLink): void {
    this.#tabs.delete(tab);
    if (this.#tabs.size === 0 && this.#transport !== undefined) {
      // The last tab has left a connection that works: nothing of it may remain.
      this.#endUnused();
    } else {
      this.tidy();
    }
  }

  /** Ends what no tab uses, after a while. */
  tidy(): void {
    if (this.#tabs.size === 0 || [...this.#readings.values()].some(({ isUnused }) => isUnused)) {
      this.#options.timers.after(lingerMs, () => { this.#endUnused(); });
    }
  }

  /** The live connection for the shared readings, which wait until a tab has made one. */
  ready(signal?: AbortSignal): Promise<HubTransport> {
    if (this.#transport !== undefined) {
      return Promise.resolve(this.#transport);
    }
    return new Promise((resolve, reject) => {
      const take = (transport: HubTransport): void => {
        signal?.removeEventListener('abort', stop);
        this.#waiters.delete(take);
        resolve(transport);
      };
      const stop = (): void => {
        this.#waiters.delete(take);
        reject(new GatewayError('ClientClosed', 'No tab reads this any more.'));
      };
      this.#waiters.add(take);
      signal?.addEventListener('abort', stop);
    });
  }

  async #start(): Promise<HubTransport> {
    const transport = this.#options.transport(this.#token, this.#hello);
    transport.onClose((error) => { this.#lost(transport, error); });
    try {
      await transport.start();
    } finally {
      this.#starting = undefined;
    }
    this.#transport = transport;
    this.#renewer.connected(this.#noting(transport));
    [...this.#waiters].forEach((take) => { take(transport); });
    // The tabs may have left meanwhile.
    this.tidy();
    return transport;
  }

  #lost(transport: HubTransport, error: Error | undefined): void {
    if (this.#transport !== transport) {
      return;
    }
    this.#transport = undefined;
    this.#renewer.stop();
    for (const tab of [...this.#tabs]) {
      tab.end(error === undefined ? undefined : toGatewayError(error));
    }
  }

  #readingOf(sessionId: string, { filter, observer, flushIntervalMs }: StreamRequest): SharedReading {
    const key = JSON.stringify([sessionId, filter, observer]);
    let reading = this.#readings.get(key);
    if (reading === undefined) {
      reading = new SharedReading({
        source: this, sessionId, request: { filter, observer }, flushIntervalMs, settings: this.#settings,
        onEnd: () => { if (this.#readings.get(key) === reading) { this.#readings.delete(key); } },
      });
      this.#readings.set(key, reading);
    }
    return reading;
  }

  #endUnused(): void {
    for (const reading of [...this.#readings.values()].filter(({ isUnused }) => isUnused)) {
      reading.close();
    }
    if (this.#tabs.size === 0) {
      this.#options.onUnused();
      this.#renewer.stop();
      const transport = this.#transport;
      this.#transport = undefined;
      void transport?.stop();
    }
  }

  /** A renewed token is the connection's: only with this one may further tabs join. */
  #noting(transport: HubTransport): HubTransport {
    return {
      token: transport.token,
      tokenReceivedAt: transport.tokenReceivedAt,
      start: () => transport.start(),
      stop: () => transport.stop(),
      stream: (method, args, observer) => transport.stream(method, args, observer),
      onClose: (listener) => { transport.onClose(listener); },
      invoke: async (method, args) => {
        const result = await transport.invoke(method, args);
        if (method === hubMethods.renewToken) {
          this.#token = args[0] as string;
        }
        return result;
      },
    };
  }

  /** A later token of one of the tabs. A tab whose rights are others now gets a connection of its own. */
  async #laterToken(): Promise<string> {
    for (const tab of [...this.#tabs]) {
      const token = await tab.askToken();
      if (token !== undefined && rightsOf(token) === rightsOf(this.#token)) {
        return token;
      }
      if (token !== undefined) {
        tab.end(new GatewayError('ConnectionLost', 'The token has other rights now.'));
      }
    }
    throw new GatewayError('Unauthenticated', 'No tab gave a later token.');
  }
}

const ofLife: ReadonlySet<string> = new Set(['exp', 'iat', 'nbf', 'jti']);

/** Who the token is for and what it allows: everything but its life. */
function rightsOf(token: string): string {
  return JSON.stringify(Object.entries(claimsOf(token)).filter(([name]) => !ofLife.has(name)).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The argument of `UpdateStream`, if the call is one. */
export function updateOf(method: string, args: readonly unknown[]): { readonly subscriptionId: string; readonly settings: StreamSettings } | undefined {
  const [subscriptionId, settings] = args;
  return method === hubMethods.updateStream && typeof subscriptionId === 'string' ? { subscriptionId, settings: settings as StreamSettings } : undefined;
}
