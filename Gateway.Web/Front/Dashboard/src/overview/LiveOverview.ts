import { type GatewayClient, type OverviewStream, OverviewTable } from '@mxgateway/client';
import { describe } from '../problems.ts';

const retryMs = 5_000;

export interface OverviewListeners {
  /** The table is whole and something of it may be different; about once a second. */
  readonly onChange: () => void;
  /** The stream ended with an error. */
  readonly onError: (error: unknown) => void;
}

/** Reads the overview for as long as the page is open: sessions, readers, faults and figures, which the gateway pushes about once a second. */
export class LiveOverview {
  readonly #client: GatewayClient;
  readonly #listeners: OverviewListeners;
  #stream: OverviewStream | undefined;
  #table = new OverviewTable();
  #problem: string | undefined;
  #retry: ReturnType<typeof setTimeout> | undefined;

  constructor(client: GatewayClient, listeners: OverviewListeners) {
    this.#client = client;
    this.#listeners = listeners;
    this.#start();
  }

  get table(): OverviewTable {
    return this.#table;
  }

  /** Why nothing is told at present. */
  get problem(): string | undefined {
    return this.#problem;
  }

  stop(): void {
    clearTimeout(this.#retry);
    void this.#stream?.return();
    this.#stream = undefined;
  }

  #start(): void {
    const stream = this.#client.overview();
    this.#stream = stream;
    void this.#read(stream);
  }

  async #read(stream: OverviewStream): Promise<void> {
    try {
      for await (const item of stream) {
        if (this.#stream !== stream) {
          return;
        }
        // While a whole is arriving, rows are missing. What was known before it stays on the page until then.
        if (item.kind !== 'access' && stream.table.complete) {
          this.#table = stream.table;
          this.#problem = undefined;
          this.#listeners.onChange();
        }
      }
    } catch (error) {
      if (this.#stream === stream) {
        this.#problem = describe(error);
        this.#listeners.onChange();
        this.#listeners.onError(error);
        this.#retry = setTimeout(() => { this.#start(); }, retryMs);
      }
    }
  }
}
