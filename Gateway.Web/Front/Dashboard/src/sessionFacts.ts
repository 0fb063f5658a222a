import type { ReaderOverview, SessionInfo, SessionOverview } from '@mxgateway/client';
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

/** What a session has, as a short text. */
export function loadOf({ load }: Pick<SessionOverview, 'load'>): string {
  return load === undefined ? '' : `${load.items} items · ${count(load.readers, 'reader')}`;
}

/** A number of something, such as `1 reader` and `2 readers`. */
export function count(number: number, what: string): string {
  return number === 1 ? `1 ${what}` : `${number.toLocaleString()} ${what}s`;
}

/** A reader of the session in one line. */
export function describeReader({ subject, kind, mode, load, slowSince }: ReaderOverview): string {
  const behind = load === undefined || load.lag === 0 ? 'up to date' : `${load.lag.toLocaleString()} events behind`;
  const parts = [
    kind === 'observer' ? 'observer' : undefined, mode === 'conflate' ? 'latest values' : 'every event',
    load?.phase === 'catchingUp' ? `catching up, ${behind}` : behind, slowSince === undefined ? undefined : 'slow',
    load === undefined || load.slowEpisodes === 0 ? undefined : `slow ${load.slowEpisodes}×`,
  ];
  return `${subject}: ${parts.filter((part) => part !== undefined).join(', ')}`;
}

function clock(iso: string): string {
  return formatTime(iso).slice(0, 5);
}

function duration(seconds: number): string {
  return seconds >= 120 ? `${Math.round(seconds / 60)} min` : `${seconds} s`;
}
