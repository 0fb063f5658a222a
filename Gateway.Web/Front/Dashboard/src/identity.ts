import type { SessionInfo } from '@mxgateway/client';
import type { Identity } from './apiContracts.ts';

/** The permissions of a token, with the text that the page shows for each. */
export const scopes: readonly (readonly [scope: string, meaning: string])[] = [
  ['sessions:read', 'See sessions and their values'],
  ['sessions:write', 'Write values and change items'],
  ['sessions:open', 'Open sessions'],
  ['sessions:close', 'Close sessions'],
  ['sessions:all', 'Access every session'],
  ['feed:read', 'Read the change feed'],
  ['alarms:acknowledge', 'Acknowledge alarms'],
  ['metrics:read', 'Read the metrics'],
  ['admin', 'Everything, including tokens and the audit trail'],
];

export function may(who: Identity, scope: string): boolean {
  return who.scopes.includes('admin') || who.scopes.includes(scope);
}

/**
 * Whether the caller may write an item. As on the gateway, `*` in the token's list stands for any text, `?` for
 * any character, and an absent list for all items.
 */
export function mayWrite(who: Identity, reference: string): boolean {
  return may(who, 'sessions:write') && allows(who, reference);
}

/** Whether the token's list of items that may be written has an item; an absent list has all. */
export function allows(who: Identity, reference: string): boolean {
  return who.write?.some((glob) => matches(glob, reference)) ?? true;
}

function matches(glob: string, text: string): boolean {
  const pattern = glob.replace(/[.+^${}()|[\]\\]/g, '\\$&').replace(/\*+/g, '.*').replaceAll('?', '.');
  return new RegExp(`^${pattern}$`, 'is').test(text);
}

/** Whether the caller may share a session. A token that is bound to a session cannot share it. */
export function mayShare(who: Identity, session: Pick<SessionInfo, 'owner'>): boolean {
  return who.sessionId === undefined && (who.isAdmin || (who.subject === session.owner && may(who, 'sessions:read')));
}

/** Lifetime of a derived token in seconds: the requested time, or what remains of the caller's own token. */
export function lifetimeWithin(who: Identity, wantedSeconds: number, now: Date): number {
  if (who.isAdmin) {
    return wantedSeconds;
  }
  // The margin allows for clocks that differ, because a request that is slightly too long is refused.
  const left = Math.floor((Date.parse(who.expiresAt) - now.getTime()) / 1000) - 10;
  return Math.max(1, Math.min(wantedSeconds, left));
}
