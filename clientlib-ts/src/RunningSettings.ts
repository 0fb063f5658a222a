import { hubMethods, type StreamSettings } from './contracts.js';
import { GatewayError, toGatewayError } from './errors.js';
import type { HubTransport } from './HubTransport.js';

/** A subscription that has said where it stands, and can be changed while it runs. */
export interface RunningSubscription {
  readonly transport: HubTransport;
  readonly subscriptionId: string;
}

/** Changes the settings of a stream on the subscription that it has at the time. */
export class RunningSettings {
  readonly #waiters = new Set<() => void>();
  #running: RunningSubscription | undefined;
  #ended = false;

  started(running: RunningSubscription): void {
    this.#running = running;
    this.#wake();
  }

  /** The subscription is over; another one may follow. */
  interrupted(): void {
    this.#running = undefined;
  }

  ended(): void {
    this.#ended = true;
    this.#running = undefined;
    this.#wake();
  }

  /** Changes the subscription there is, or the next one that starts. Settings are replaced as a whole, so doing it twice is harmless. */
  async change(settings: StreamSettings): Promise<StreamSettings> {
    let asked: RunningSubscription | undefined;
    for (;;) {
      const running = await this.#whenRunning(asked);
      asked = running;
      try {
        return (await running.transport.invoke(hubMethods.updateStream, [running.subscriptionId, settings])) as StreamSettings;
      } catch (error) {
        const { code } = toGatewayError(error);
        // The subscription ended meanwhile; the one after it has to be told as well.
        if (code !== 'ConnectionLost' && code !== 'NotFound') {
          throw error;
        }
      }
    }
  }

  async #whenRunning(other: RunningSubscription | undefined): Promise<RunningSubscription> {
    while (this.#running === undefined || this.#running === other) {
      if (this.#ended) {
        throw new GatewayError('ClientClosed', 'The stream has ended.');
      }
      await new Promise<void>((resolve) => { this.#waiters.add(resolve); });
    }
    return this.#running;
  }

  #wake(): void {
    const waiters = [...this.#waiters];
    this.#waiters.clear();
    for (const resolve of waiters) {
      resolve();
    }
  }
}
