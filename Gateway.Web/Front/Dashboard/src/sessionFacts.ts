import type { SessionInfo, SubscriptionInfo } from '@mxgateway/client';
import { formatTime } from './format.ts';

/** How long a session without readers lives, in a few words; undefined while it has some. */
export function lifeOf({ lease, state }: Pick<SessionInfo, 'lease' | 'state'>): string | undefined {
  if (state === 'closed' || state === 'faulted') {
    return undefined;
  }
  if (lease.graceEndsAt !== undefined) {
    return `closes ${clock(lease.graceEndsAt)} unless read`;
  }
  return lease.expiresAt === undefined ? undefined : `kept until ${clock(lease.expiresAt)}`;
}

/** What holds while the session is read. */
export function leaseOf({ lease }: Pick<SessionInfo, 'lease'>): string {
  const { seconds, closeWhenDetached, graceSeconds } = lease;
  return closeWhenDetached ? `closes ${duration(graceSeconds ?? 0)} after its last reader` : `kept ${duration(seconds)} without use`;
}

/** A reader of the session in one line. */
export function describeReader({ subject, mode, phase, lag, slowEpisodes }: SubscriptionInfo): string {
  const behind = lag === 0 ? 'up to date' : `${lag.toLocaleString()} events behind`;
  const parts = [mode === 'conflate' ? 'latest values' : 'every event', phase === 'catchingUp' ? `catching up, ${behind}` : behind];
  return `${subject}: ${[...parts, ...(slowEpisodes === 0 ? [] : [`slow ${slowEpisodes}×`])].join(', ')}`;
}

function clock(iso: string): string {
  return formatTime(iso).slice(0, 5);
}

function duration(seconds: number): string {
  return seconds >= 120 ? `${Math.round(seconds / 60)} min` : `${seconds} s`;
}
