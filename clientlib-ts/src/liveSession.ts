import type { MxItemResult, SessionItems } from './commands.js';
import type { OpenSessionRequest, SessionInfo } from './contracts.js';
import { GatewayError } from './errors.js';
import type { LiveItemsRequest } from './liveContracts.js';
import type { Session } from './Session.js';

/** What live items need of their client. */
export interface LiveHost {
  listSessions(): Promise<readonly SessionInfo[]>;
  openSession(request: OpenSessionRequest): Promise<Session>;
  session(sessionId: string): Session;
}

/**
 * The registration that all live items of a session share. Its items are only added to and never removed, so that nobody takes away what
 * another shows.
 */
const sharedRegistration = 'mxgateway live items';

const unusable: ReadonlySet<SessionInfo['state']> = new Set(['closing', 'closed', 'faulted']);

/** Where a reference is found in a session, or why it is not. */
export interface LiveHandle {
  readonly serverHandle: number;
  readonly itemHandle: number;
}

export interface LiveSubscription {
  readonly handles: ReadonlyMap<string, LiveHandle>;
  /** Why a reference was refused. */
  readonly refused: ReadonlyMap<string, string>;
}

/** References are compared without surrounding blanks and without regard to case. */
export function referenceKey(reference: string): string {
  return reference.trim().toUpperCase();
}

/** The session of that name and tag; opened when there is none. Of two that were opened at once, the older one stays. */
export async function findOrOpen(host: LiveHost, request: LiveItemsRequest): Promise<{ readonly session: Session; readonly opened: boolean }> {
  const found = oldest(await host.listSessions(), request);
  if (found !== undefined) {
    return { session: host.session(found.sessionId), opened: false };
  }
  const own = await host.openSession({ name: request.session, sessionTag: request.sessionTag, backend: request.backend });
  const first = oldest(await host.listSessions(), request);
  if (first === undefined || first.sessionId === own.sessionId) {
    return { session: own, opened: true };
  }
  await own.close();
  return { session: host.session(first.sessionId), opened: false };
}

/** Adds and advises what the session does not have yet. */
export async function subscribeMissing(session: Session, references: readonly string[], supervisory: boolean): Promise<LiveSubscription> {
  const state = await session.getSessionState();
  const handles = sharedItems(state);
  const refused = new Map<string, string>();
  const missing = references.filter((reference) => !handles.has(referenceKey(reference)));
  if (missing.length > 0) {
    const serverHandle = state.servers.find(({ clientName }) => clientName === sharedRegistration)?.serverHandle
      ?? await session.register(sharedRegistration);
    const { results, forbidden } = await subscribeAllowed(session, serverHandle, missing, supervisory);
    missing.forEach((reference, index) => {
      const result = results[index];
      if (result?.itemHandle !== undefined && result.hresult >= 0) {
        handles.set(referenceKey(reference), { serverHandle, itemHandle: result.itemHandle });
      } else {
        refused.set(referenceKey(reference), forbidden ?? refusal(result));
      }
    });
  }
  return { handles, refused };
}

/** A command that is forbidden for each of its items is refused as a whole; that says the same as a refusal of each. */
async function subscribeAllowed(
  session: Session, serverHandle: number, references: readonly string[], supervisory: boolean,
): Promise<{ readonly results: readonly MxItemResult[]; readonly forbidden?: string }> {
  try {
    return { results: await session.subscribeBulk(serverHandle, references, { supervisory }) };
  } catch (error) {
    if (error instanceof GatewayError && error.code === 'Forbidden') {
      return { results: [], forbidden: error.message };
    }
    throw error;
  }
}

function refusal(result: MxItemResult | undefined): string {
  return result?.diagnostic ?? `MXAccess refused the reference (HRESULT ${result?.hresult ?? 'absent'}).`;
}

function sharedItems({ servers, items }: SessionItems): Map<string, LiveHandle> {
  const shared = new Set(servers.filter(({ clientName }) => clientName === sharedRegistration).map(({ serverHandle }) => serverHandle));
  const handles = new Map<string, LiveHandle>();
  for (const { serverHandle, itemHandle, itemDefinition, advised, suspended } of items) {
    if (shared.has(serverHandle) && advised !== 'none' && !suspended) {
      handles.set(referenceKey(itemDefinition), { serverHandle, itemHandle });
    }
  }
  return handles;
}

function oldest(sessions: readonly SessionInfo[], { session, sessionTag, backend }: LiveItemsRequest): SessionInfo | undefined {
  return sessions
    .filter((info) => info.name === session && info.sessionTag === sessionTag && (backend === undefined || info.backend === backend) && !unusable.has(info.state))
    .sort((a, b) => compare(momentOf(a), momentOf(b)) || compare(a.sessionId, b.sessionId))[0];
}

/** Sorts as text: fractions have no trailing zeros, and with the zone `…:00.1Z` would come after `…:00.12Z`. */
function momentOf({ createdAt }: SessionInfo): string {
  return createdAt.replace('Z', '');
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
