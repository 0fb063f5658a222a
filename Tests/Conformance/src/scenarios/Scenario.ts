import type { Subscription } from '../gateway/Subscription.js';
import { event, epochs, events, valueOf } from '../gateway/items.js';
import type { RuleId } from '../rules.js';
import type { Stage } from '../run/Stage.js';
import type { LogLine } from '../task.js';
import type { EventsItem, Position } from '../wire.js';

/** One script that the kit plays to one start of the client, or to several. */
export interface Scenario {
  readonly name: string;
  /** What it is mainly about; broken when the client ends or stays away where the script does not expect it. */
  readonly rule: RuleId;
  readonly text: string;
  /** Throws `SceneBroken` when the client makes it impossible to go on. */
  play(stage: Stage): Promise<void>;
}

export const [firstEpoch, secondEpoch] = epochs;

/** Events of the first epoch. */
export function span(first: number, last: number, only?: readonly number[]): EventsItem {
  return events(firstEpoch, first, last, only);
}

/** The event alone, for items that are made by hand. */
export function one(sequence: number): object {
  return event(firstEpoch, sequence);
}

/** Answers as a gateway that has everything after the position, up to `latest`. Without a position there is nothing to send. */
export function resume(subscription: Subscription, latest: number): void {
  const after = Math.min(subscription.resumeAfter ?? latest, latest);
  subscription.start(firstEpoch, 1, latest, after);
  if (after < latest) {
    subscription.send(span(after + 1, latest));
  }
}

/** The first subscription of most scenarios: the session has no events yet, then come 1 to 5. */
export async function begin(stage: Stage): Promise<Subscription> {
  await stage.openGateway();
  stage.launch();
  const subscription = await stage.subscription();
  subscription.start(firstEpoch, 0, 0);
  subscription.send(span(1, 3), span(4, 5));
  return subscription;
}

/**
 * Cuts the connection when the log shows that the client has the events, or after a while: what a client has received and not yet read may
 * be lost with the connection, which is fair, but then the script would test something else.
 */
export async function cutBehind(stage: Stage, subscription: Subscription, first: number, last: number, epoch: string = firstEpoch): Promise<void> {
  await stage.logged((log) => hasEvents(log, first, last, epoch) || stage.hasExited, settleMs);
  await subscription.cut();
}

/** How long a client has for what it has received. */
export const settleMs = 5_000;

/** Whether the log has the events from `first` to `last`. */
export function hasEvents(log: readonly LogLine[], first: number, last: number, epoch: string = firstEpoch): boolean {
  const values = new Set(log.flatMap(({ record }) => (record.type === 'events' ? record.values : [])));
  return Array.from({ length: last - first + 1 }, (_, i) => valueOf(epoch, first + i)).every((value) => values.has(value));
}

/** The position that the log stored last. */
export function storedPosition(log: readonly LogLine[]): Position | undefined {
  for (const { record } of [...log].reverse()) {
    if (record.type === 'position' && typeof record.epoch === 'string') {
      return { epoch: record.epoch, sequence: record.sequence };
    }
  }
  return undefined;
}

/** The codes that the client reported. */
export function reportedCodes(log: readonly LogLine[]): readonly string[] {
  return log.flatMap(({ record }) => (record.type === 'error' ? [record.code] : []));
}
