import { HttpTransportType, type HubConnection, HubConnectionBuilder, HubConnectionState, LogLevel } from '@microsoft/signalr';
import { GatewayError, parseGatewayError, toGatewayError } from './errors.js';

export interface StreamObserver {
  next(item: unknown): void;
  complete(): void;
  /** `ConnectionLost` when the connection ended under the stream. */
  error(error: GatewayError): void;
}

/** One connection to the hub, used once: started, and after its end replaced by another. */
export interface HubTransport {
  /** The token it connected with, once it has. */
  readonly token?: string | undefined;
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Rejects with a {@link GatewayError}. */
  invoke(method: string, args: readonly unknown[]): Promise<unknown>;
  /** The returned function cancels the stream on the server; nothing is observed after it. */
  stream(method: string, args: readonly unknown[], observer: StreamObserver): () => void;
  /** The listener is called once, when a started connection has ended. */
  onClose(listener: (error: Error | undefined) => void): void;
}

export type HubTransportFactory = () => HubTransport;

/**
 * Gives the token for a connection attempt; called again for each one, and ahead of the token's end to renew it on the running
 * connection. A plain text is used until it ends.
 */
export type AccessTokenSource = string | (() => string | Promise<string>);

/** The hub over one SignalR connection. */
export class SignalRTransport implements HubTransport {
  readonly #connection: HubConnection;
  #token: string | undefined;

  constructor(url: string, accessToken: AccessTokenSource) {
    this.#connection = new HubConnectionBuilder()
      .withUrl(url, {
        accessTokenFactory: async () => {
          this.#token = typeof accessToken === 'string' ? accessToken : await accessToken();
          return this.#token;
        },
        // Streams need WebSockets anyway, and without negotiation there is one round trip less.
        transport: HttpTransportType.WebSockets,
        skipNegotiation: true,
      })
      // Reconnecting is ours: SignalR's own gives up on a failed first connect, and its stateful reconnect costs a busy
      // stream most of its throughput. Its log goes nowhere because errors reach the caller, and texts may hold the URL.
      .configureLogging(LogLevel.None)
      .build();
  }

  get token(): string | undefined {
    return this.#token;
  }

  async start(): Promise<void> {
    try {
      await this.#connection.start();
    } catch (error) {
      throw parseGatewayError(textOf(error), error) ?? connectionLost(error);
    }
  }

  stop(): Promise<void> {
    return this.#connection.stop();
  }

  async invoke(method: string, args: readonly unknown[]): Promise<unknown> {
    try {
      return await this.#connection.invoke<unknown>(method, ...args);
    } catch (error) {
      throw this.#classify(error);
    }
  }

  stream(method: string, args: readonly unknown[], observer: StreamObserver): () => void {
    let disposed = false;
    const subscription = this.#connection.stream<unknown>(method, ...args).subscribe({
      next: (item) => { observer.next(item); },
      complete: () => { observer.complete(); },
      error: (error: unknown) => {
        // A closing connection fails its streams before it changes state; by the next microtask it has.
        queueMicrotask(() => {
          if (!disposed) {
            observer.error(this.#classify(error));
          }
        });
      },
    });
    return () => {
      disposed = true;
      subscription.dispose();
    };
  }

  onClose(listener: (error: Error | undefined) => void): void {
    this.#connection.onclose(listener);
  }

  #classify(error: unknown): GatewayError {
    const coded = parseGatewayError(textOf(error), error);
    if (coded !== undefined) {
      return coded;
    }
    const connected = this.#connection.state === HubConnectionState.Connected && !sentIntoClosing.test(textOf(error));
    return connected ? toGatewayError(error) : connectionLost(error);
  }
}

/** What SignalR says when the socket is closing but its close has not arrived yet. */
const sentIntoClosing = /not in the (OPEN|'Connected') state/i;

function connectionLost(cause: unknown): GatewayError {
  return new GatewayError('ConnectionLost', textOf(cause), { cause });
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
