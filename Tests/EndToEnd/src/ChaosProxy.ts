import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import type { Random } from './random.ts';
import { patienceMs, within } from './waiting.ts';

/** A TCP proxy that closes its connections abruptly, on request or at random moments, and can let in no others. */
export class ChaosProxy {
  /** Number of connections closed so far. */
  cuts = 0;
  /** Number of connections that were not let in. */
  refusals = 0;
  #refuses = false;
  readonly #server: Server;
  readonly #pairs = new Set<readonly [Socket, Socket]>();
  #timer: NodeJS.Timeout | undefined;

  private constructor(server: Server, target: number) {
    this.#server = server;
    server.on('connection', (near) => {
      if (this.#refuses) {
        this.refusals += 1;
        near.resetAndDestroy();
      } else {
        this.#join(near, connect(target, '127.0.0.1'));
      }
    });
  }

  static async before(target: number): Promise<ChaosProxy> {
    const server = createServer();
    const proxy = new ChaosProxy(server, target);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return proxy;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Number of connections that are open now. */
  get open(): number {
    return this.#pairs.size;
  }

  /** Resets every connection, without closing it in order. */
  cut(): void {
    for (const [near, far] of this.#pairs) {
      this.cuts += 1;
      near.resetAndDestroy();
      far.resetAndDestroy();
    }
    this.#pairs.clear();
  }

  /** Resets every connection, and each new one until {@link accept}. */
  refuse(): void {
    this.#refuses = true;
    this.cut();
  }

  accept(): void {
    this.#refuses = false;
  }

  /** Starts to close all connections at random moments, `least` to `most` milliseconds apart. */
  startCutting(random: Random, least: number, most: number): void {
    const next = (): void => {
      this.#timer = setTimeout(() => {
        this.cut();
        next();
      }, least + random() * (most - least));
    };
    next();
  }

  stopCutting(): void {
    clearTimeout(this.#timer);
  }

  async close(): Promise<void> {
    this.stopCutting();
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.cut();
    await within(patienceMs, 'the end of the proxy', closed);
  }

  #join(near: Socket, far: Socket): void {
    const pair = [near, far] as const;
    this.#pairs.add(pair);
    const end = (): void => {
      this.#pairs.delete(pair);
      near.destroy();
      far.destroy();
    };
    for (const socket of pair) {
      socket.setNoDelay(true);
      socket.on('error', end).on('close', end);
    }
    near.pipe(far);
    far.pipe(near);
  }
}
