import { AlarmTable, type AlarmState, type AlarmStream, type AlarmTransition, type GatewayClient, GatewayError } from '@mxgateway/client';
import { describe } from '../problems.ts';
import { states } from './alarmFilter.ts';
import type { WatchState } from './alarmText.ts';

/** The page draws only the latest state of each alarm, so the gateway may merge transitions in between (milliseconds). */
const reading = { mode: 'conflate', flushIntervalMs: 50 } as const;
const retryMs = 15_000;

export interface WatchListeners {
  /** Something is different; called once until the changes are taken. */
  readonly onChange: () => void;
  readonly onTransitions: (transitions: readonly AlarmTransition[]) => void;
  /** The stream ended with an error. */
  readonly onError: (error: unknown) => void;
}

/** Reads the alarms for as long as the page is open, and keeps the table of them. */
export class LiveAlarms {
  readonly #client: GatewayClient;
  readonly #listeners: WatchListeners;
  readonly #leaveState: () => void;
  #table = new AlarmTable();
  #stream: AlarmStream | undefined;
  #withNormal = false;
  #ended: string | undefined;
  #isUnsupported = false;
  #retry: ReturnType<typeof setTimeout> | undefined;

  constructor(client: GatewayClient, listeners: WatchListeners) {
    this.#client = client;
    this.#listeners = listeners;
    this.#leaveState = client.onState(({ state }) => {
      if (state !== 'connected') {
        this.#table.connectionLost();
      }
    });
    this.#start();
  }

  /** The alarms; another object after {@link include} has changed what is read. */
  get table(): AlarmTable {
    return this.#table;
  }

  get state(): WatchState {
    const { monitor, stale, awaitingSnapshot } = this.#table;
    return { monitor, stale, awaitingSnapshot, connected: this.#client.state === 'connected', ended: this.#ended };
  }

  /** The gateway has no alarm monitor. */
  get isUnsupported(): boolean {
    return this.#isUnsupported;
  }

  /** Sets whether normal alarms are read too, which is necessary only while the user wants to see them. */
  include(normal: boolean): void {
    if (normal !== this.#withNormal) {
      this.#withNormal = normal;
      this.#start();
    }
  }

  stop(): void {
    clearTimeout(this.#retry);
    this.#leaveState();
    void this.#stream?.return();
    this.#stream = undefined;
  }

  #start(): void {
    clearTimeout(this.#retry);
    void this.#stream?.return();
    this.#ended = undefined;
    this.#table = new AlarmTable({ keepNormal: this.#withNormal });
    this.#table.onChange(this.#listeners.onChange);
    const all: readonly AlarmState[] = states;
    const stream = this.#client.alarms({ ...reading, ...(this.#withNormal ? { states: all } : {}) });
    this.#stream = stream;
    void this.#read(stream, this.#table);
    this.#listeners.onChange();
  }

  async #read(stream: AlarmStream, table: AlarmTable): Promise<void> {
    try {
      for await (const item of stream) {
        if (this.#stream !== stream) {
          return;
        }
        table.apply(item);
        if (item.kind === 'transition') {
          this.#listeners.onTransitions(item.transitions);
        }
      }
    } catch (error) {
      if (this.#stream === stream) {
        this.#fail(error, table);
      }
    }
  }

  #fail(error: unknown, table: AlarmTable): void {
    this.#ended = describe(error);
    this.#isUnsupported = error instanceof GatewayError && error.code === 'Unsupported';
    table.connectionLost();
    this.#listeners.onChange();
    this.#listeners.onError(error);
    if (!this.#isUnsupported) {
      this.#retry = setTimeout(() => { this.#start(); }, retryMs);
    }
  }
}

