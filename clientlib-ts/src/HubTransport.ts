import { HttpTransportType, type HubConnection, HubConnectionBuilder, HubConnectionState, JsonHubProtocol, LogLevel } from '@microsoft/signalr';
import { GatewayError, parseGatewayError, toGatewayError } from './errors.js';
import { hubMethods, type HubLimits } from './contracts.js';
import { MessageBound } from './MessageBound.js';
import { MessagePackHubProtocol } from './messagepack/MessagePackHubProtocol.js';

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
  /** When it had that token, by `performance.now()`. */
  readonly tokenReceivedAt?: number | undefined;
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Rejects with a {@link GatewayError}. */
  invoke(method: string, args: readonly unknown[]): Promise<unknown>;
  /** The returned function cancels the stream on the server; nothing is observed after it. */
  stream(method: string, args: readonly unknown[], observer: StreamObserver): () => void;
  /** The listener is called once, when a started connection has ended. */
  onClose(listener: (error: Error | undefined) => void): void;
}

/** Makes a connection to the hub at an address. */
export type HubTransportFactory = (url: string) => HubTransport;

/**
 * Gives the token for a connection attempt; called again for each one, and ahead of the token's end to renew it on the running
 * connection. A plain text is used until it ends.
 */
export type AccessTokenSource = string | (() => string | Promise<string>);

/** What the hub answers a sub-protocol header with; offered beside the token's entry, because browsers want an answer. */
const hubSubProtocol = 'mxgateway';

/** What the hub is spoken to in. Both give the same; `messagepack` is smaller and cheaper to read. */
export type HubProtocolName = 'messagepack' | 'json';

export interface TransportOptions {
  /** The browser's own by default. */
  readonly webSocket?: WebSocketClass | undefined;
  /** Default `messagepack`. */
  readonly protocol?: HubProtocolName | undefined;
  /** Default 15 000. */
  readonly keepAliveIntervalMs?: number | undefined;
  /** Default 30 000. */
  readonly serverTimeoutMs?: number | undefined;
  /** Default 15 000. */
  readonly connectTimeoutMs?: number | undefined;
}

const defaultKeepAliveIntervalMs = 15_000;
const defaultServerTimeoutMs = 30_000;
const defaultConnectTimeoutMs = 15_000;
const refusalTimeoutMs = 3_000;

/** A WebSocket class like the browser's. */
export type WebSocketClass = typeof WebSocket;

/**
 * The hub over one SignalR connection. With a WebSocket class, which browsers have, the token is an entry of the sub-protocol
 * header: SignalR itself would put it into the address, where logs and proxies see it. Without one, as in Node, SignalR sends
 * an Authorization header.
 */
export class SignalRTransport implements HubTransport {
  readonly #connection: HubConnection;
  readonly #bound: MessageBound;
  readonly #url: string;
  readonly #askToken: () => string | Promise<string>;
  readonly #sendsSubProtocol: boolean;
  readonly #connectTimeoutMs: number;
  #token: string | undefined;
  #tokenReceivedAt: number | undefined;
  #timedOut: GatewayError | undefined;
  /** The one that is being opened, or is open. */
  #socket: WebSocket | undefined;

  constructor(url: string, accessToken: AccessTokenSource, options: TransportOptions = {}) {
    const webSocket = options.webSocket ?? browserWebSocket();
    this.#url = url;
    this.#connectTimeoutMs = options.connectTimeoutMs ?? defaultConnectTimeoutMs;
    this.#askToken = typeof accessToken === 'string' ? () => accessToken : accessToken;
    this.#sendsSubProtocol = webSocket !== undefined;
    const protocol = options.protocol === 'json' ? new JsonHubProtocol() : new MessagePackHubProtocol();
    this.#bound = new MessageBound(protocol, () => this.#connection.invoke<HubLimits>(hubMethods.getLimits));
    const opening = (socket: WebSocket): void => { this.#socket = socket; };
    const builder = new HubConnectionBuilder()
      .withUrl(url, {
        // Streams need WebSockets anyway, and without negotiation there is one round trip less.
        transport: HttpTransportType.WebSockets,
        skipNegotiation: true,
        ...(webSocket === undefined
          ? { accessTokenFactory: () => this.#takeToken() }
          : { WebSocket: withSubProtocol(webSocket, () => this.#token ?? '', opening) }),
      })
      .withHubProtocol(protocol)
      .withKeepAliveInterval(options.keepAliveIntervalMs ?? defaultKeepAliveIntervalMs)
      .withServerTimeout(options.serverTimeoutMs ?? defaultServerTimeoutMs)
      // Reconnecting is ours: SignalR's own gives up on a failed first connect, and its stateful reconnect costs a busy
      // stream most of its throughput. Its log goes nowhere because errors reach the caller, and texts may hold the URL.
      .configureLogging(LogLevel.None);
    this.#connection = builder.build();
    if (webSocket === undefined) {
      watchOwnClass(builder, opening);
    }
  }

  /** The token of the latest connection attempt. */
  get token(): string | undefined {
    return this.#token;
  }

  get tokenReceivedAt(): number | undefined {
    return this.#tokenReceivedAt;
  }

  async start(): Promise<void> {
    try {
      await this.#startInTime();
    } catch (error) {
      throw this.#timedOut ?? parseGatewayError(textOf(error), error) ?? await this.#refusal() ?? connectionLost(error);
    }
  }

  stop(): Promise<void> {
    return this.#connection.stop();
  }

  /** A peer that takes the connection and answers nothing, or a token callback that never ends, would hold the client for ever. */
  async #startInTime(): Promise<void> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const limit = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        this.#timedOut = new GatewayError('ConnectionLost', `There was no connection after ${this.#connectTimeoutMs} ms.`);
        reject(this.#timedOut);
        // SignalR's stop waits for the end of the attempt, which nobody answers.
        this.#socket?.close();
        this.#connection.stop().catch(() => undefined);
      }, this.#connectTimeoutMs);
    });
    try {
      await Promise.race([this.#start(), limit]);
    } finally {
      clearTimeout(timer);
    }
  }

  async #start(): Promise<void> {
    if (this.#sendsSubProtocol) {
      await this.#takeToken();
    }
    await this.#connection.start();
  }

  async invoke(method: string, args: readonly unknown[]): Promise<unknown> {
    try {
      await this.#bound.check(method, args);
      return await this.#connection.invoke<unknown>(method, ...args);
    } catch (error) {
      throw this.#classify(error);
    }
  }

  stream(method: string, args: readonly unknown[], observer: StreamObserver): () => void {
    const check = this.#bound.check(method, args);
    if (check === undefined) {
      return this.#open(method, args, observer);
    }
    let cancelled = false;
    let cancel = (): void => { cancelled = true; };
    check.then(() => {
      if (!cancelled) {
        cancel = this.#open(method, args, observer);
      }
    }, (error: unknown) => {
      if (!cancelled) {
        observer.error(toGatewayError(error));
      }
    });
    return () => { cancel(); };
  }

  #open(method: string, args: readonly unknown[], observer: StreamObserver): () => void {
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

  async #takeToken(): Promise<string> {
    const token = await this.#askToken();
    this.#token = token;
    this.#tokenReceivedAt = performance.now();
    return token;
  }

  /**
   * Whether the token was refused. A WebSocket does not tell why it was not opened; a plain request to the same address does,
   * which costs the gateway nothing. Not in a browser, which would have to ask for leave first.
   */
  async #refusal(): Promise<GatewayError | undefined> {
    if (this.#sendsSubProtocol || this.#token === undefined) {
      return undefined;
    }
    const stop = new AbortController();
    // AbortSignal.timeout would not keep Node running, and its fetch does not notice that a connection was cut before the answer: the
    // program would end while it waits for the gateway.
    const timer = setTimeout(() => { stop.abort(); }, refusalTimeoutMs);
    try {
      const { status } = await fetch(this.#url.replace(/^ws/i, 'http'), {
        headers: { authorization: `Bearer ${this.#token}` }, redirect: 'manual', signal: stop.signal,
      });
      return status === 401 ? new GatewayError('Unauthenticated', 'The gateway refused the token; get a new one.')
        : status === 403 ? new GatewayError('Forbidden', 'The gateway refuses the caller; the token lacks the right to connect.')
          : undefined;
    } catch {
      return undefined;
    } finally {
      clearTimeout(timer);
    }
  }

  #classify(error: unknown): GatewayError {
    if (error instanceof GatewayError) {
      return error;
    }
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

function browserWebSocket(): WebSocketClass | undefined {
  const { process } = globalThis as { readonly process?: { readonly release?: { readonly name?: string } } };
  return process?.release?.name === 'node' ? undefined : globalThis.WebSocket;
}

/** The class with our sub-protocols; SignalR gives the address only, and in Node headers that are not needed here. */
function withSubProtocol(base: WebSocketClass, token: () => string, opening: (socket: WebSocket) => void): WebSocketClass {
  return class extends base {
    constructor(url: string | URL) {
      const given = token();
      super(url, given === '' ? [hubSubProtocol] : [hubSubProtocol, `bearer.${given}`]);
      opening(this);
    }
  };
}

/**
 * In Node SignalR takes a class of its own into its options when the connection is built. Without it an attempt that is not answered
 * cannot be ended, and would keep the program running.
 */
function watchOwnClass(builder: HubConnectionBuilder, opening: (socket: WebSocket) => void): void {
  const { httpConnectionOptions: options } = builder as unknown as { readonly httpConnectionOptions?: { WebSocket?: WebSocketClass } };
  const own = options?.WebSocket;
  if (options !== undefined && own !== undefined) {
    options.WebSocket = class extends own {
      constructor(...args: ConstructorParameters<WebSocketClass>) {
        super(...args);
        opening(this);
      }
    };
  }
}
