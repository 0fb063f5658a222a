import type { FeedChange, FeedKind } from '@mxgateway/client';

export type ActivityGroup = 'sessions' | 'readers' | 'access' | 'gateway';
export type ActivityTone = 'good' | 'uncertain' | 'bad' | 'plain';

interface Meaning {
  readonly text: string;
  readonly group: ActivityGroup;
  readonly tone: ActivityTone;
}

const meanings: Readonly<Record<FeedKind, Meaning>> = {
  sessionOpened: { text: 'Session opened', group: 'sessions', tone: 'good' },
  sessionReady: { text: 'Session ready', group: 'sessions', tone: 'good' },
  sessionDetached: { text: 'Session has no readers', group: 'sessions', tone: 'uncertain' },
  sessionAttached: { text: 'Session has readers again', group: 'sessions', tone: 'good' },
  sessionAdopted: { text: 'Session taken over after a restart', group: 'sessions', tone: 'good' },
  sessionFaulted: { text: 'Session faulted', group: 'sessions', tone: 'bad' },
  sessionClosed: { text: 'Session closed', group: 'sessions', tone: 'plain' },
  sessionTagged: { text: 'Session tag changed', group: 'sessions', tone: 'plain' },
  sessionTraced: { text: 'Session is written to the log, or no longer', group: 'sessions', tone: 'plain' },
  subscriptionStarted: { text: 'Reader connected', group: 'readers', tone: 'plain' },
  subscriptionSlow: { text: 'Reader is slow', group: 'readers', tone: 'uncertain' },
  subscriptionEnded: { text: 'Reader disconnected', group: 'readers', tone: 'plain' },
  workerStarted: { text: 'Worker started', group: 'sessions', tone: 'plain' },
  workerExited: { text: 'Worker ended', group: 'sessions', tone: 'plain' },
  tokenMinted: { text: 'Token created', group: 'access', tone: 'plain' },
  tokenRenewed: { text: 'Token renewed', group: 'access', tone: 'plain' },
  tokenRevoked: { text: 'Token revoked', group: 'access', tone: 'uncertain' },
  loginSucceeded: { text: 'Signed in', group: 'access', tone: 'plain' },
  loginRefused: { text: 'Sign-in refused', group: 'access', tone: 'bad' },
  accessRefused: { text: 'Access refused', group: 'access', tone: 'bad' },
  configurationChanged: { text: 'Configuration changed', group: 'gateway', tone: 'uncertain' },
  keyRotated: { text: 'Keys rotated', group: 'gateway', tone: 'plain' },
  alarmMonitorChanged: { text: 'Alarm monitor changed', group: 'gateway', tone: 'uncertain' },
  alarmRootsChanged: { text: 'Other alarms are watched', group: 'gateway', tone: 'plain' },
  alarmAcknowledged: { text: 'Acknowledgement of an alarm', group: 'gateway', tone: 'plain' },
  alarmShelved: { text: 'Shelving of an alarm', group: 'gateway', tone: 'plain' },
  feedHole: { text: 'Changes could not be recorded', group: 'gateway', tone: 'bad' },
};

/** The text for a kind of change. A kind that a later gateway added is shown by its name. */
export function meaningOf({ kind }: Pick<FeedChange, 'kind'>): Meaning {
  return Object.hasOwn(meanings, kind) ? meanings[kind] : { text: kind, group: 'gateway', tone: 'plain' };
}
