import type { SessionInfo } from '@mxgateway/client';
import type { Identity } from './apiContracts.ts';

/** What a token may allow, and how to say it to people. */
export const scopes: readonly (readonly [scope: string, meaning: string])[] = [
  ['sessions:read', 'See sessions and their values'],
  ['sessions:write', 'Write values and change items'],
  ['sessions:open', 'Open sessions'],
  ['sessions:close', 'Close sessions'],
  ['sessions:all', 'Reach every session'],
  ['feed:read', 'Read the event feed'],
  ['alarms:acknowledge', 'Acknowledge alarms'],
  ['admin', 'Everything, tokens and the audit trail included'],
];

export function may(who: Identity, scope: string): boolean {
  return who.scopes.includes('admin') || who.scopes.includes(scope);
}

/** Whether a session is the caller's to share: a token bound to a session hands nothing on. */
export function mayShare(who: Identity, session: Pick<SessionInfo, 'owner'>): boolean {
  return who.sessionId === undefined && (who.isAdmin || (who.subject === session.owner && may(who, 'sessions:read')));
}

/** Seconds for a derived token: what was asked for, or what is left of the caller's own. */
export function lifetimeWithin(who: Identity, wantedSeconds: number, now: Date): number {
  if (who.isAdmin) {
    return wantedSeconds;
  }
  // A margin for clocks that differ: asking for a moment too long is refused.
  const left = Math.floor((Date.parse(who.expiresAt) - now.getTime()) / 1000) - 10;
  return Math.max(1, Math.min(wantedSeconds, left));
}
