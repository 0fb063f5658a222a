import type { AlarmItem } from '../../src/alarmContracts.js';
import { GatewayError } from '../../src/errors.js';
import type { HubTransport, StreamObserver } from '../../src/HubTransport.js';
import type { StreamItem, StreamRequest } from '../../src/contracts.js';

/**
 * The server's end of one connection, scripted by the test. To extend: `FakeServer.handle` answers invocations by method
 * name, `FakeServer.onStream` sees each subscription as it is made; a `FakeStream` is then driven item by item.
 */
export class FakeServer {
  readonly transports: FakeTransport[] = [];
  readonly streams: FakeStream[] = [];
  readonly calls: { method: string; args: readonly unknown[] }[] = [];
  readonly handlers = new Map<string, (...args: readonly unknown[]) => unknown>();
  /** Number of connection attempts to refuse before one succeeds. */
  refuseStarts = 0;
  /** Connection attempts take until this has happened. */
  held: Promise<void> | undefined;
  /** The token with which the next transports report that they have connected. */
  token: string | undefined;
  onStream: ((stream: FakeStream) => void) | undefined;

  readonly factory = (): HubTransport => {
    const transport = new FakeTransport(this);
    this.transports.push(transport);
    return transport;
  };

  handle(method: string, handler: (...args: readonly unknown[]) => unknown): void {
    this.handlers.set(method, handler);
  }

  /** The open connection. */
  get current(): FakeTransport {
    const transport = this.transports.at(-1);
    if (transport === undefined) {
      throw new Error('Nothing has connected yet.');
    }
    return transport;
  }

  get stream(): FakeStream {
    const stream = this.streams.at(-1);
    if (stream === undefined) {
      throw new Error('Nothing has subscribed yet.');
    }
    return stream;
  }
}

export class FakeStream {
  disposed = false;
  ended = false;

  constructor(readonly sessionId: string, readonly request: StreamRequest, readonly observer: StreamObserver) {}

  send(...items: readonly (StreamItem | AlarmItem | Readonly<Record<string, unknown>>)[]): void {
    for (const item of items) {
      if (!this.disposed && !this.ended) {
        this.observer.next(item);
      }
    }
  }

  complete(): void {
    if (!this.disposed && !this.ended) {
      this.ended = true;
      this.observer.complete();
    }
  }

  fail(error: GatewayError): void {
    if (!this.disposed && !this.ended) {
      this.ended = true;
      this.observer.error(error);
    }
  }
}

export class FakeTransport implements HubTransport {
  stopped = false;
  up = false;
  /** Behaves as if the transport had connected with this token. */
  token: string | undefined;
  tokenReceivedAt: number | undefined;
  readonly #server: FakeServer;
  readonly #closeListeners: ((error: Error | undefined) => void)[] = [];
  readonly #streams: FakeStream[] = [];

  constructor(server: FakeServer) {
    this.#server = server;
    this.token = server.token;
  }

  async start(): Promise<void> {
    await (this.#server.held ?? Promise.resolve());
    if (this.#server.refuseStarts > 0) {
      this.#server.refuseStarts -= 1;
      throw new GatewayError('ConnectionLost', 'refused');
    }
    this.up = true;
  }

  async stop(): Promise<void> {
    await Promise.resolve();
    this.stopped = true;
    this.drop();
  }

  async invoke(method: string, args: readonly unknown[]): Promise<unknown> {
    await Promise.resolve();
    this.#server.calls.push({ method, args });
    const handler = this.#server.handlers.get(method);
    if (handler === undefined) {
      throw new GatewayError('Unsupported', `No handler for ${method}.`);
    }
    return handler(...args);
  }

  stream(_method: string, args: readonly unknown[], observer: StreamObserver): () => void {
    // The request is the only argument of a stream over many sessions, of the feed and of the alarms.
    const [sessionId, request] = args.length > 1 ? args : ['', args[0]];
    const stream = new FakeStream(sessionId as string, request as StreamRequest, observer);
    this.#streams.push(stream);
    this.#server.streams.push(stream);
    setImmediate(() => { this.#server.onStream?.(stream); });
    return () => { stream.disposed = true; };
  }

  onClose(listener: (error: Error | undefined) => void): void {
    this.#closeListeners.push(listener);
  }

  /** Ends the connection and its streams. */
  drop(error?: Error): void {
    if (!this.up) {
      return;
    }
    this.up = false;
    for (const stream of this.#streams) {
      stream.fail(new GatewayError('ConnectionLost', 'dropped'));
    }
    for (const listener of this.#closeListeners) {
      listener(error);
    }
  }
}
