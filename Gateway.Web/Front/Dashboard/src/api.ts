import { GatewayError, isGatewayErrorCode } from '@mxgateway/client';
import type {
  AboutReport, AlarmLogPage, AuditPage, CreatedToken, CreateTokenRequest, DumpIndex, DumpReport, FindQuery, FoundPage, Identity, ItemSet, RecorderPart, SettingsReport, Timeline, TokenPage,
} from './apiContracts.ts';

/** The gateway's REST interface, used with one token. Failures are {@link GatewayError}s with the codes of the hub. */
export class GatewayApi {
  readonly #base: URL;
  readonly #token: string;
  readonly #onError: (error: GatewayError) => void;

  /** `onError` gets every refusal before the caller does. */
  constructor(base: URL, token: string, onError: (error: GatewayError) => void) {
    this.#base = base;
    this.#token = token;
    this.#onError = onError;
  }

  me(): Promise<Identity> {
    return this.#call<Identity>('GET', 'api/me');
  }

  tokens(filter: { readonly active: boolean; readonly before?: number | undefined }): Promise<TokenPage> {
    const query = new URLSearchParams({ active: String(filter.active) });
    if (filter.before !== undefined) {
      query.set('before', String(filter.before));
    }
    return this.#call<TokenPage>('GET', `api/tokens?${query.toString()}`);
  }

  createToken(request: CreateTokenRequest): Promise<CreatedToken> {
    return this.#call<CreatedToken>('POST', 'api/tokens', request);
  }

  async revokeToken(tokenId: string): Promise<void> {
    await this.#call<unknown>('DELETE', `api/tokens/${encodeURIComponent(tokenId)}`);
  }

  audit(before: number | undefined): Promise<AuditPage> {
    return this.#call<AuditPage>('GET', before === undefined ? 'api/audit' : `api/audit?before=${before}`);
  }

  /** The transitions of one alarm after a position in the log, oldest first. */
  alarmLog(reference: string, after: number): Promise<AlarmLogPage> {
    const query = new URLSearchParams({ references: reference, after: String(after), limit: '1000' });
    return this.#call<AlarmLogPage>('GET', `api/alarms/log?${query.toString()}`);
  }

  /** What the flight recorder has of one connection, reader, session or worker. */
  timeline(part: RecorderPart, id: string): Promise<Timeline> {
    return this.#call<Timeline>('GET', `api/recorder/${part}/${encodeURIComponent(id)}`);
  }

  /** Ends a reader; its client is told the reason. */
  async endReader(readerId: string, reason: string | undefined): Promise<void> {
    await this.#call<unknown>('POST', `api/readers/${encodeURIComponent(readerId)}/end`, reason === undefined ? {} : { reason });
  }

  async endSession(sessionId: string, how: 'close' | 'kill'): Promise<void> {
    await this.#call<unknown>('POST', `api/sessions/${encodeURIComponent(sessionId)}/${how}`);
  }

  /** Has what happens to a session written to the gateway's log for ten minutes. */
  traceSession(sessionId: string): Promise<{ readonly until: string }> {
    return this.#call('POST', `api/sessions/${encodeURIComponent(sessionId)}/trace`, {});
  }

  dumps(): Promise<DumpIndex> {
    return this.#call<DumpIndex>('GET', 'api/recorder/dumps');
  }

  dump(id: string): Promise<DumpReport> {
    return this.#call<DumpReport>('GET', `api/recorder/dumps/${encodeURIComponent(id)}`);
  }

  /** What the source of a session knows: areas, their objects and the items of these. */
  findItems(sessionId: string, query: FindQuery): Promise<FoundPage> {
    const given = Object.entries(query).filter((pair): pair is [string, string] => pair[1] !== undefined);
    return this.#call<FoundPage>('GET', `api/items?${new URLSearchParams({ session: sessionId, ...Object.fromEntries(given) }).toString()}`);
  }

  settings(): Promise<SettingsReport> {
    return this.#call<SettingsReport>('GET', 'api/settings');
  }

  about(): Promise<AboutReport> {
    return this.#call<AboutReport>('GET', 'api/about');
  }

  async itemSets(): Promise<readonly ItemSet[]> {
    return (await this.#call<{ readonly sets: readonly ItemSet[] }>('GET', 'api/item-sets')).sets;
  }

  /** Keeps a set of items under a name, in place of the one that has it. */
  saveItemSet(name: string, items: readonly string[]): Promise<ItemSet> {
    return this.#call<ItemSet>('PUT', `api/item-sets/${encodeURIComponent(name)}`, { items });
  }

  async deleteItemSet(name: string): Promise<void> {
    await this.#call<unknown>('DELETE', `api/item-sets/${encodeURIComponent(name)}`);
  }

  async #call<T>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await send(new URL(path, this.#base), method, body, { authorization: `Bearer ${this.#token}` });
    if (!response.ok) {
      const error = await errorOf(response);
      this.#onError(error);
      throw error;
    }
    return (await response.json()) as T;
  }
}

/** Sends one request. If there is no answer at all, it fails with a {@link GatewayError} of code `ConnectionLost`. */
export async function send(url: URL, method: string, body: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
  try {
    return await fetch(url, {
      method,
      // Only the header identifies the caller.
      credentials: 'omit',
      cache: 'no-store',
      headers: body === undefined ? headers : { ...headers, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  } catch (error) {
    throw new GatewayError('ConnectionLost', 'The gateway did not answer.', { cause: error });
  }
}

/** Reads the error from the problem details, or from the status if there are none. */
export async function errorOf(response: Response): Promise<GatewayError> {
  const problem: unknown = await response.json().catch(() => undefined);
  const code = fieldOf(problem, 'code');
  const detail = fieldOf(problem, 'detail');
  const wait = fieldOf(problem, 'retryAfterMs');
  const text = typeof detail === 'string' && detail !== '' ? detail : `The gateway answered with status ${response.status}.`;
  const known = typeof code === 'string' && isGatewayErrorCode(code) ? code : codeOfStatus(response.status);
  return new GatewayError(known, text, typeof wait === 'number' ? { retryAfterMs: wait } : {});
}

function codeOfStatus(status: number): GatewayError['code'] {
  switch (status) {
    case 401:
      return 'Unauthenticated';
    case 403:
      return 'Forbidden';
    case 404:
      return 'NotFound';
    default:
      return 'UnknownError';
  }
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>)[name] : undefined;
}
