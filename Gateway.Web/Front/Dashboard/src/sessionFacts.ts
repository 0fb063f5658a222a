import type { SessionInfo, SubscriptionInfo } from '@mxgateway/client';
import { formatTime } from './format.ts';

/** When a session without readers ends, as a short text; undefined when no time is set. */
export function lifeOf({ lease, state }: Pick<SessionInfo, 'lease' | 'state'>): string | undefined {
  if (state === 'closed' || state === 'faulted') {
    return undefined;
  }
  if (lease.graceEndsAt !== undefined) {
    return `closes at ${clock(lease.graceEndsAt)} unless a reader connects`;
  }
  return lease.expiresAt === undefined ? undefined : `kept until ${clock(lease.expiresAt)}`;
}

/** The rule for a session that has readers, as a short text. */
export function leaseOf({ lease }: Pick<SessionInfo, 'lease'>): string {
  const { seconds, closeWhenDetached, graceSeconds } = lease;
  return closeWhenDetached ? `closes ${duration(graceSeconds ?? 0)} after its last reader disconnects` : `kept for ${duration(seconds)} without use`;
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
