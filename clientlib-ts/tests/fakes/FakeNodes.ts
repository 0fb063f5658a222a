import { GatewayError } from '../../src/errors.js';
import type { HubTransport } from '../../src/HubTransport.js';
import { FakeServer } from './FakeTransport.js';

/** A scripted server at each of several addresses, and the order in which the addresses were tried. */
export class FakeNodes {
  /** The addresses of all attempts, as they were asked for. */
  readonly tried: string[] = [];
  readonly #servers = new Map<string, FakeServer>();
  readonly #refusing = new Map<string, GatewayError>();

  constructor(...addresses: readonly string[]) {
    addresses.forEach((address) => { this.#servers.set(address, new FakeServer()); });
  }

  readonly factory = (address: string): HubTransport => {
    this.tried.push(address);
    const transport = this.at(address).factory();
    const refusal = this.#refusing.get(address);
    if (refusal !== undefined) {
      transport.start = () => Promise.reject(refusal);
    }
    return transport;
  };

  at(address: string): FakeServer {
    const server = this.#servers.get(address);
    if (server === undefined) {
      throw new Error(`Nothing is at ${address}.`);
    }
    return server;
  }

  /** Lets all attempts at an address fail from now on, with this code. */
  refuse(address: string, code: 'ConnectionLost' | 'Unauthenticated' | 'Forbidden' = 'ConnectionLost'): void {
    this.#refusing.set(address, new GatewayError(code, `refused at ${address}`));
  }

  accept(address: string): void {
    this.#refusing.delete(address);
  }

  /** The addresses tried since the last call. */
  newlyTried(): string[] {
    return this.tried.splice(0);
  }
}
