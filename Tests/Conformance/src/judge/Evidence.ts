import { epochs, eventOf } from '../gateway/items.js';
import type { TimedEntry } from '../gateway/Transcript.js';
import type { LogLine } from '../task.js';
import type { EventsItem, LaggedItem, Position, StreamItem, StreamRequest } from '../wire.js';

/** An event that the client handed out, where its log says so. */
export interface DeliveredEvent extends Position {
  readonly value: number;
  readonly line: number;
}

/** An item that was sent whole, with the position before and after it. */
export interface SentItem {
  readonly item: StreamItem;
  readonly subscription: number;
  readonly after: Position;
}

/** A subscription of the client. */
export interface SeenSubscription {
  readonly number: number;
  /** Which start of the client it belongs to. */
  readonly process: number;
  readonly isFirstOfProcess: boolean;
  readonly at: number;
  readonly request: StreamRequest;
  readonly sent: SentItem[];
}

/** The transcript and the log of one scenario, arranged for the checks. */
export class Evidence {
  readonly entries: readonly TimedEntry[];
  /** What counts of the log: lines behind the last position of a killed client do not. */
  readonly log: readonly LogLine[];
  readonly subscriptions: readonly SeenSubscription[];
  readonly delivered: readonly DeliveredEvent[];
  /** Values in the log's events that no event of the kit has. */
  readonly foreign: readonly { readonly value: unknown; readonly line: number }[];

  constructor(entries: readonly TimedEntry[], log: readonly LogLine[]) {
    this.entries = entries;
    this.log = withoutLost(entries, log);
    this.subscriptions = subscriptionsOf(entries);
    const values = this.log.flatMap(({ line, record }) => (record.type === 'events' ? record.values.map((value) => ({ value, line })) : []));
    this.delivered = values.flatMap(({ value, line }) => {
      const event = typeof value === 'number' ? eventOf(value) : undefined;
      return event === undefined || typeof value !== 'number' ? [] : [{ ...event, value, line }];
    });
    this.foreign = values.filter(({ value }) => typeof value !== 'number' || eventOf(value) === undefined);
  }

  get sent(): readonly SentItem[] {
    return this.subscriptions.flatMap(({ sent }) => sent);
  }

  /** The events that were sent as such. */
  get sentEvents(): readonly Position[] {
    return this.sent.flatMap(({ item, after }) => (item.kind === 'events' ? item.events.map(({ sequence }) => ({ epoch: after.epoch, sequence })) : []));
  }

  /** Whether the gateway completed the last stream, and the client had time to end. */
  get isCompleted(): boolean {
    return this.entries.some((entry) => entry.type === 'ended' && entry.how === 'completed');
  }

  /** Whether the client handed out everything to the end of a completed stream. */
  get hasEnd(): boolean {
    return this.log.at(-1)?.record.type === 'end';
  }

  /** Where the stream stands after everything that was sent. */
  get finalPosition(): Position | undefined {
    return this.subscriptions.at(-1)?.sent.at(-1)?.after;
  }

  /**
   * How far the client has gone on in an epoch: by what it handed out, stored or asked for. The whole epoch when it is in a later one, or
   * has ended with a completed stream.
   */
  passed(epoch: string): number {
    const isLater = (other: string): boolean => rank(other) > rank(epoch);
    if (this.isCompleted && this.hasEnd) {
      return Number.POSITIVE_INFINITY;
    }
    const marks: readonly Position[] = [...this.delivered, ...this.stored.map(({ position }) => position), ...this.subscriptions.slice(1).flatMap(({ request }) => positionOf(request) ?? [])];
    return marks.some((mark) => isLater(mark.epoch)) ? Number.POSITIVE_INFINITY
      : marks.reduce((most, mark) => (mark.epoch === epoch ? Math.max(most, mark.sequence) : most), 0);
  }

  get stored(): readonly { readonly position: Position; readonly line: number }[] {
    return this.log.flatMap(({ line, record }) => (record.type === 'position' ? [{ line, position: { epoch: String(record.epoch), sequence: record.sequence } }] : []));
  }
}

/** Epochs in the order in which the scenarios use them. */
export function rank(epoch: string): number {
  return epochs.indexOf(epoch as (typeof epochs)[number]);
}

export function text({ epoch, sequence }: Position): string {
  return `${sequence} of epoch ${epoch}`;
}

export function positionOf(request: StreamRequest): Position | undefined {
  const { epoch, resumeAfter } = request;
  return typeof epoch === 'string' && typeof resumeAfter === 'number' ? { epoch, sequence: resumeAfter } : undefined;
}

/** The `events` items that were sent behind a `lagged`, with the counts of it. */
export function laggedSpans(sent: readonly SentItem[]): readonly { readonly span: EventsItem; readonly lagged: LaggedItem }[] {
  return sent.flatMap(({ item, subscription }, i) => {
    const before = sent[i - 1];
    return item.kind === 'events' && before?.item.kind === 'lagged' && before.subscription === subscription ? [{ span: item, lagged: before.item }] : [];
  });
}

/** What a killed client logged behind its last position was not committed. */
function withoutLost(entries: readonly TimedEntry[], log: readonly LogLine[]): readonly LogLine[] {
  const starts = entries.flatMap((entry) => (entry.type === 'launched' && entry.process > 1 ? [entry.logLines] : []));
  return starts.reduce((kept: readonly LogLine[], end) => {
    const before = kept.filter(({ line }) => line <= end);
    const last = before.findLastIndex(({ record }) => record.type === 'position');
    return [...before.slice(0, last + 1), ...kept.filter(({ line }) => line > end)];
  }, log);
}

function subscriptionsOf(entries: readonly TimedEntry[]): readonly SeenSubscription[] {
  const seen: SeenSubscription[] = [];
  let process = 0;
  for (const entry of entries) {
    if (entry.type === 'launched') {
      process = entry.process;
    } else if (entry.type === 'subscribed') {
      const isFirstOfProcess = seen.at(-1)?.process !== process;
      seen.push({ number: entry.subscription, process, isFirstOfProcess, at: entry.at, request: entry.request, sent: [] });
    } else if (entry.type === 'sent') {
      const sent = seen.find(({ number }) => number === entry.subscription)?.sent;
      sent?.push({ item: entry.item, subscription: entry.subscription, after: move(sent.at(-1)?.after, entry.item) });
    }
  }
  return seen;
}

function move(before: Position | undefined, item: StreamItem): Position {
  if (item.kind === 'started') {
    return { epoch: item.epoch, sequence: item.resumedAfter };
  }
  const position = before ?? { epoch: '', sequence: 0 };
  switch (item.kind) {
    case 'events':
      return { ...position, sequence: item.last };
    case 'idle':
      return { ...position, sequence: item.sequence };
    case 'snapshot':
      return { ...position, sequence: Math.max(item.asOf, position.sequence) };
    case 'gap':
      return { ...position, sequence: item.oldest - 1 };
    default:
      return position;
  }
}
