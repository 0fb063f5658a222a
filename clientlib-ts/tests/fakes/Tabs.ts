import { vi } from 'vitest';
import type { ConnectionSharing } from '../../src/connectionSharing.js';
import type { StreamItem } from '../../src/contracts.js';
import type { EventsRequest, SessionStreamItem } from '../../src/eventsRequest.js';
import type { EventStream } from '../../src/EventStream.js';
import { GatewayClient, type GatewayClientOptions } from '../../src/GatewayClient.js';
import { TabServer } from '../../src/tabs/serveTabs.js';
import { shareTabs } from '../../src/tabs/shareTabs.js';
import { FakeServer, type FakeStream } from './FakeTransport.js';
import { dataChange, started } from './items.js';
import { ManualTimers } from './ManualTimers.js';

export const reading: EventsRequest = { mode: 'conflate', snapshot: 'always', flushIntervalMs: 40 };

/** One tab of a page: its client, and what its stream has delivered. */
export class Tab {
  readonly client: GatewayClient;
  readonly items: SessionStreamItem[] = [];
  readonly port: MessagePort | undefined;
  stream: EventStream | undefined;
  error: unknown;
  ended = false;
  /** While this is set, the page takes nothing from its stream. */
  held: Promise<void> | undefined;

  constructor(client: GatewayClient, port: MessagePort | undefined) {
    this.client = client;
    this.port = port;
  }

  read(request: EventsRequest = reading, sessionId = 's1'): this {
    const stream = this.client.session(sessionId).events(request);
    this.stream = stream;
    void (async () => {
      try {
        for await (const item of stream) {
          this.items.push(item);
          await this.held;
        }
      } catch (error) {
        this.error = error;
      }
      this.ended = true;
    })();
    return this;
  }

  get kinds(): string[] {
    return this.items.map(({ kind }) => kind);
  }

  /** The events of its `events` items. */
  get sequences(): number[] {
    return this.items.flatMap((item) => (item.kind === 'events' ? item.events.map(({ sequence }) => sequence) : []));
  }

  get position(): number {
    return this.stream?.position?.sequence ?? -1;
  }
}

/** A worker with a scripted hub behind it, and tabs that share by real message channels. */
export class Tabs {
  readonly server = new FakeServer();
  readonly timers = new ManualTimers();
  readonly hellos: string[] = [];
  /** The addresses of the worker's connections. */
  readonly urls: string[] = [];
  readonly #worker = new TabServer({
    transport: (token, { url }) => {
      this.hellos.push(token);
      this.urls.push(url);
      this.server.token = token;
      return this.server.factory();
    },
    timers: this.timers,
  });
  readonly #ports: MessagePort[] = [];
  /** Connections of tabs that have no worker. */
  readonly direct = new FakeServer();

  /** A worker answers unless another one is given. */
  open(options: Partial<GatewayClientOptions> & { readonly worker?: (port: MessagePort) => void } = {}): Tab {
    let first: MessagePort | undefined;
    const share: ConnectionSharing = shareTabs(() => {
      const { port1, port2 } = new MessageChannel();
      this.#ports.push(port1, port2);
      first ??= port1;
      (options.worker ?? ((port: MessagePort) => { this.#worker.accept(port); }))(port2);
      return { port: port1 };
    }, this.timers);
    const client = new GatewayClient({
      url: 'http://gateway', accessToken: 'h.e30.s', transport: this.direct.factory, share, timers: this.timers, reconnect: { random: () => 0.5 }, ...options,
    });
    return new Tab(client, first);
  }

  accept(port: MessagePort): void {
    this.#worker.accept(port);
  }

  /** The streams that are open at the gateway. */
  get streams(): FakeStream[] {
    return this.server.streams.filter(({ disposed, ended }) => !disposed && !ended);
  }

  /** Waits for the subscription that follows the first `known` ones, and gives it. */
  stream(known = 0): Promise<FakeStream> {
    return eventually(() => this.server.streams[known]);
  }

  close(): void {
    this.#ports.forEach((port) => { port.close(); });
  }
}

export function eventually<T>(ask: () => Promise<T | undefined | false> | T | undefined | false): Promise<T> {
  return vi.waitFor(async () => {
    const answer = await ask();
    if (answer === undefined || answer === false) {
      throw new Error(`Not yet: ${ask.toString()}`);
    }
    return answer;
  }, { timeout: 20_000, interval: 5 });
}

/** What a gateway sends first: the start, and the latest values of some items. */
export function beginning(asOf: number, ...latest: readonly (readonly [sequence: number, itemHandle: number])[]): StreamItem[] {
  return [started({ latest: asOf, resumedAfter: asOf }), { kind: 'snapshot', asOf, events: latest.map(([sequence, handle]) => dataChange(sequence, handle)) }];
}

/** Changes of items, as one `events` item. */
export function changes(first: number, last: number, ...list: readonly (readonly [sequence: number, itemHandle: number])[]): StreamItem {
  return { kind: 'events', first, last, events: list.map(([sequence, handle]) => dataChange(sequence, handle)) };
}
