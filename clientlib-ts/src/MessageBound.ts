import { type IHubProtocol, MessageType } from '@microsoft/signalr';
import type { HubLimits } from './contracts.js';
import { GatewayError } from './errors.js';

/** A size in bytes that every gateway accepts, because its setting is never smaller. */
const alwaysTaken = 32 * 1024;

/** Stands for any id that SignalR gives an invocation. */
const longestInvocationId = String(Number.MAX_SAFE_INTEGER);

/**
 * Refuses messages that are larger than the gateway accepts, because for such a message the gateway closes the connection with all its streams.
 * The gateway is asked for its limit when the first large message is to be sent.
 */
export class MessageBound {
  readonly #protocol: IHubProtocol;
  readonly #askLimits: () => Promise<HubLimits>;
  #limit: number | undefined;

  constructor(protocol: IHubProtocol, askLimits: () => Promise<HubLimits>) {
    this.#protocol = protocol;
    this.#askLimits = askLimits;
  }

  /**
   * Undefined when the call may be sent; else to be waited for.
   *
   * @throws GatewayError `InvalidArgument`, by the promise, when it is too large.
   */
  check(method: string, args: readonly unknown[]): Promise<void> | undefined {
    const size = this.#sizeOf(method, args);
    return size <= alwaysTaken ? undefined : this.#demand(method, size);
  }

  async #demand(method: string, size: number): Promise<void> {
    const limit = this.#limit ?? await this.#ask();
    if (size > limit) {
      throw new GatewayError('InvalidArgument',
        `The call of ${method} is a message of ${size} bytes, and the gateway takes at most ${limit} (Gateway:Hub:MaxMessageBytes). Divide it.`);
    }
  }

  /** A gateway of an earlier version does not report its limit, and if the connection is lost meanwhile, the call itself fails. */
  async #ask(): Promise<number> {
    try {
      const { maxMessageBytes } = await this.#askLimits();
      this.#limit = maxMessageBytes;
      return maxMessageBytes;
    } catch {
      return Number.POSITIVE_INFINITY;
    }
  }

  #sizeOf(method: string, args: readonly unknown[]): number {
    const written = this.#protocol.writeMessage({ type: MessageType.Invocation, target: method, arguments: [...args], invocationId: longestInvocationId });
    return typeof written === 'string' ? new TextEncoder().encode(written).length : written.byteLength;
  }
}
