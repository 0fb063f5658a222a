import type { DumpCause, TimelineEntry } from '../apiContracts.ts';
import { formatTime } from '../format.ts';

export type TimelineTone = 'good' | 'uncertain' | 'bad' | 'plain';

interface Meaning {
  readonly text: string;
  readonly tone: TimelineTone;
}

const meanings: Readonly<Record<string, Meaning>> = {
  connected: { text: 'Connected', tone: 'good' },
  negotiated: { text: 'Protocol agreed', tone: 'plain' },
  callRefused: { text: 'Call refused', tone: 'uncertain' },
  tokenRenewed: { text: 'Token renewed', tone: 'plain' },
  tokenEnded: { text: 'Token ended', tone: 'bad' },
  pingLost: { text: 'Client silent for too long', tone: 'bad' },
  connectionClosed: { text: 'Disconnected', tone: 'plain' },
  connectionFailed: { text: 'Connection broke', tone: 'bad' },
  streamStarted: { text: 'Reader began', tone: 'good' },
  filterChanged: { text: 'Filter changed', tone: 'plain' },
  rightsChanged: { text: 'Rights changed', tone: 'uncertain' },
  modeChanged: { text: 'Mode changed', tone: 'uncertain' },
  slow: { text: 'Reader is slow', tone: 'uncertain' },
  caughtUp: { text: 'Reader caught up', tone: 'good' },
  gap: { text: 'Events missed', tone: 'bad' },
  lagged: { text: 'Events merged', tone: 'plain' },
  streamLeft: { text: 'Reader left', tone: 'plain' },
  streamCompleted: { text: 'Reader came to the end', tone: 'plain' },
  streamFailed: { text: 'Reader was ended', tone: 'bad' },
  sessionOpened: { text: 'Session opened', tone: 'good' },
  sessionReady: { text: 'Session ready', tone: 'good' },
  sessionAdopted: { text: 'Session taken over after a restart', tone: 'good' },
  sessionTraced: { text: 'Written to the log too', tone: 'plain' },
  sessionTagged: { text: 'Session tag changed', tone: 'plain' },
  leaseEnded: { text: 'Session was not used any more', tone: 'plain' },
  sessionKilled: { text: 'Session killed', tone: 'uncertain' },
  sessionClosing: { text: 'Session is closing', tone: 'plain' },
  sessionClosed: { text: 'Session closed', tone: 'plain' },
  sessionFaulted: { text: 'Session faulted', tone: 'bad' },
  command: { text: 'Command', tone: 'plain' },
  workerStarted: { text: 'Worker started', tone: 'plain' },
  workerFound: { text: 'Worker found again', tone: 'plain' },
  workerReady: { text: 'Worker ready', tone: 'good' },
  workerLost: { text: 'Worker lost', tone: 'bad' },
  workerReturned: { text: 'Worker is back', tone: 'good' },
  workerHandedOver: { text: 'Worker handed over', tone: 'plain' },
  workerExited: { text: 'Worker ended', tone: 'plain' },
};

const words: Readonly<Record<string, string>> = {
  pipeClosed: 'its pipe closed', silent: 'it was silent for too long', reported: 'it reported a fault', protocol: 'it broke the protocol', gateway: 'the gateway could not process what it sent',
  evicted: 'no longer in the history', epochChanged: 'its position is of another numbering', ahead: 'its position is ahead', workerOverflow: 'the worker had to drop them',
  lossless: 'every event', conflate: 'latest values', requested: 'as asked', recovered: 'it keeps up again',
};

const causes: Readonly<Record<DumpCause, string>> = { fault: 'Session faulted', workerLost: 'Worker lost', gap: 'Events missed', slow: 'Reader is slow' };

/** The text of an entry. A kind that a later gateway added is shown by its name. */
export function meaningOf({ kind, data }: Pick<TimelineEntry, 'kind' | 'data'>): Meaning {
  const meaning = Object.hasOwn(meanings, kind) ? meanings[kind] : undefined;
  if (kind === 'command') {
    return { text: `Command ${data?.['method'] ?? ''}`.trim(), tone: data?.['code'] === undefined ? 'plain' : 'bad' };
  }
  return meaning ?? { text: kind, tone: 'plain' };
}

/** What belongs to an entry, as one line. */
export function detailOf({ kind, data = {} }: Pick<TimelineEntry, 'kind' | 'data'>): string {
  return Object.entries(data).filter(([name]) => !(kind === 'command' && name === 'method')).map(([name, value]) => partOf(name, value)).filter((part) => part !== '').join(', ');
}

export function causeText(cause: DumpCause): string {
  return Object.hasOwn(causes, cause) ? causes[cause] : cause;
}

/** The entries in the order of the page: the newest first. */
export function newestFirst(entries: readonly TimelineEntry[]): readonly TimelineEntry[] {
  return [...entries].reverse();
}

/** A time for people who compare entries: with milliseconds. */
export function momentOf(at: string): string {
  return formatTime(at);
}

function partOf(name: string, value: string): string {
  switch (name) {
    case 'microseconds':
      return `${(Number(value) / 1000).toLocaleString(undefined, { maximumFractionDigits: 1 })} ms`;
    case 'milliseconds':
      return `${Number(value).toLocaleString()} ms`;
    case 'processId':
      return `process ${value}`;
    case 'exitCode':
      return `exit code ${value}`;
    case 'after':
      return value === '0' ? 'from the first event on' : `after event ${Number(value).toLocaleString()}`;
    case 'missed':
      return `${Number(value).toLocaleString()} missed`;
    case 'dropped':
      return value === '0' ? '' : `${Number(value).toLocaleString()} dropped`;
    case 'conflated':
      return `${Number(value).toLocaleString()} merged`;
    case 'bufferEvents':
      return `its channel of ${Number(value).toLocaleString()} events was full`;
    case 'minutes':
      return value === '0' ? 'no longer' : `for ${value} min`;
    case 'expiresInSeconds':
      return `for ${Number(value).toLocaleString()} s`;
    case 'streamsEnded':
      return value === '1' ? '1 stream ended' : `${value} streams ended`;
    default:
      return Object.hasOwn(words, value) ? words[value] ?? value : value;
  }
}
