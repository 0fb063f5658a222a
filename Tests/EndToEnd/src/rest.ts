import type { GatewayStatus, OverviewReader, ReaderLoad } from '@mxgateway/client';
import { patienceMs } from './waiting.ts';

/** The token that a test asks for. */
export interface WantedToken {
  readonly subject: string;
  readonly label?: string;
  readonly scopes: readonly string[];
  readonly sessionTags?: readonly string[];
  readonly sessionId?: string;
  readonly lifetimeSeconds?: number;
}

export interface MadeToken {
  readonly token: string;
  readonly info: { readonly tokenId: string; readonly subject: string };
}

/** The gateway's REST interface, used with one token. */
export class Rest {
  readonly #url: string;
  readonly #token: string;

  constructor(url: string, token: string) {
    this.#url = url;
    this.#token = token;
  }

  async createToken(wanted: WantedToken): Promise<MadeToken> {
    return (await this.#call('POST', '/api/tokens', wanted)) as MadeToken;
  }

  async revokeToken(tokenId: string): Promise<void> {
    await this.#call('DELETE', `/api/tokens/${tokenId}`);
  }

  /** What the gateway says of itself. */
  async status(): Promise<GatewayStatus> {
    return (await this.#call('GET', '/api/status')) as GatewayStatus;
  }

  /** The readers of sessions: without those of the change feed and of the alarms, which the page has too. */
  async sessionReaders(): Promise<{ readonly at: string; readonly readers: readonly OverviewReader[]; readonly loads: readonly ReaderLoad[] }> {
    const { at, readers, readerLoads } = await this.status();
    const known = readers.filter(({ kind }) => kind !== 'changes' && kind !== 'alarms');
    return { at, readers: known, loads: readerLoads.filter((load) => known.some(({ readerId }) => readerId === load.readerId)) };
  }

  async #call(method: string, path: string, body?: unknown): Promise<unknown> {
    const response = await fetch(this.#url + path, {
      method,
      headers: { authorization: `Bearer ${this.#token}`, 'content-type': 'application/json' },
      signal: AbortSignal.timeout(patienceMs),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!response.ok) {
      throw new Error(`${method} ${path} returned status ${response.status}: ${await response.text()}`);
    }
    return response.json();
  }
}
