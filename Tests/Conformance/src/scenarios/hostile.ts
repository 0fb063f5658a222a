import type { Subscription } from '../gateway/Subscription.js';
import { messageTypes } from '../hub/messages.js';
import type { RuleId } from '../rules.js';
import type { Stage } from '../run/Stage.js';
import { begin, cutBehind, firstEpoch, hasEvents, one, reportedCodes, resume, type Scenario, span } from './Scenario.js';

const members: Scenario = {
  name: 'unknown-members',
  rule: 'R-MEMBERS',
  text: 'Items, events and hub messages have members that the contract does not have; there are hub messages of unknown types.',
  async play(stage) {
    const more = { addedLater: { nested: [1, 'two', null] }, alsoAdded: true };
    const subscription = await begin(stage);
    subscription.sendWith({ kind: 'idle', sequence: 5 }, more);
    subscription.sendMessage({ type: 99 });
    subscription.sendMessage({ type: messageTypes.invocation, target: 'AddedLater', arguments: [{ text: 'for later versions' }] });
    const item = span(6, 8);
    subscription.sendWith({ ...item, events: item.events.map((event) => ({ ...event, ...more })) }, more);
    subscription.send(span(9, 10));
    await expectEvents(stage, 'R-MEMBERS', 1, 10);
    await stage.finish(subscription);
  },
};

const kinds: Scenario = {
  name: 'unknown-kinds',
  rule: 'R-KINDS',
  text: 'The stream has items of a kind that the contract does not have.',
  async play(stage) {
    const first = await begin(stage);
    first.sendHostile('R-KINDS', { kind: 'addedLater', sequence: 900, text: 'for later versions' });
    first.send(span(6, 8));
    await expectEvents(stage, 'R-KINDS', 1, 8);
    first.sendHostile('R-KINDS', { kind: 'addedLater' });
    await cutBehind(stage, first, 6, 8);
    const second = await stage.subscription();
    resume(second, 10);
    await stage.finish(second);
  },
};

/** Waits until the client has the events on the subscription that it has. */
async function expectEvents(stage: Stage, rule: RuleId, first: number, last: number): Promise<void> {
  const before = stage.gateway.subscriptions;
  const isOver = (): boolean => stage.hasExited || stage.gateway.subscriptions > before;
  await stage.logged((log) => isOver() || hasEvents(log, first, last));
  const came = hasEvents(stage.log, first, last);
  if (isOver() || !came) {
    const codes = reportedCodes(stage.log);
    throw stage.broken(rule, codes.length > 0 ? `the client reported ${codes.join(', ')}` : stage.hasExited ? 'the client ended' : came ? 'the client subscribed again' : 'the events behind it were not handed out');
  }
  stage.find(rule, true, 'the stream went on');
}

const holeOnce: Scenario = {
  name: 'hole-once',
  rule: 'R-HOLE',
  text: 'Two events are missing without a gap; when the client subscribes again, they are there.',
  async play(stage) {
    const first = await begin(stage);
    first.sendHostile('R-HOLE', span(8, 10));
    const second = await stage.subscription();
    stage.find('R-HOLE', true, 'the client subscribed again after the hole');
    resume(second, 12);
    await stage.finish(second);
  },
};

const holeTwice: Scenario = {
  name: 'hole-twice',
  rule: 'R-HOLE',
  text: 'Two events are missing without a gap, and again when the client subscribes again.',
  async play(stage) {
    const first = await begin(stage);
    first.sendHostile('R-HOLE', span(8, 10));
    const second = await stage.subscription();
    second.start(firstEpoch, 1, 10);
    second.sendHostile('R-HOLE', span(8, 10));
    const third = await stage.subscriptionOrExit();
    if (third !== undefined) {
      throw stage.broken('R-HOLE', 'the client subscribed a third time');
    }
    const codes = reportedCodes(stage.log);
    stage.find('R-HOLE', codes.length > 0, codes.length > 0 ? `the client reported ${codes.join(', ')}` : 'the client ended and did not report the hole');
  },
};

const truncated: Scenario = {
  name: 'truncated',
  rule: 'R-TRUNCATED',
  text: 'A message has only its first half, once within a WebSocket message that ends there, once within one that does not.',
  async play(stage) {
    const first = await begin(stage);
    await stage.logged((log) => hasEvents(log, 1, 5));
    await first.cutTruncated(span(6, 8));
    const second = await stage.subscription();
    resume(second, 8);
    await second.cutInside(span(9, 11));
    const third = await stage.subscription();
    resume(third, 12);
    stage.find('R-TRUNCATED', true, 'the client resumed after each half of a message');
    await stage.finish(third);
  },
};

const hugeBytes = 16 * 1024 * 1024;

const huge: Scenario = {
  name: 'huge',
  rule: 'R-HUGE',
  text: 'A message of 16 MiB, most of it in a member that the contract does not have.',
  async play(stage) {
    const first = await begin(stage);
    first.sendWith(span(6, 8), { padding: 'x'.repeat(hugeBytes / 2) });
    await stage.logged((log) => hasEvents(log, 6, 8) || stage.hasExited || first.isEnded);
    let last: Subscription = first;
    if (!hasEvents(stage.log, 6, 8) || first.isEnded) {
      last = await stage.subscription();
      resume(last, 8);
    }
    last.send(span(9, 10));
    stage.find('R-HUGE', true, last === first ? 'the message was handed out' : 'the client resumed without the message');
    await stage.finish(last);
  },
};

/** An item with wrong types, and what follows it. */
interface Malformed {
  readonly name: string;
  readonly item: unknown;
  /** True: the item stands for events 6 to 8, and the next ones leave a hole when it is ignored. False: a client may ignore it. */
  readonly hidesEvents: boolean;
}

const malformed: readonly Malformed[] = [
  // The values of events in it are sent in no other item.
  { name: 'span', item: { kind: 'events', first: true, last: {}, events: [one(906), one(907), one(908)] }, hidesEvents: true },
  { name: 'list', item: { kind: 'events', first: 6, last: 8, events: 'none' }, hidesEvents: true },
  { name: 'events', item: { kind: 'events', first: 6, last: 8, events: [null, 'seven', 8] }, hidesEvents: true },
  { name: 'gap', item: { kind: 'gap', reason: 7, requestedAfter: null, oldest: 'nine', latest: {} }, hidesEvents: false },
  { name: 'item', item: null, hidesEvents: false },
];

/** A client may get the item so often before it has to report it. */
const mostSubscriptions = 3;

async function playMalformed(stage: Stage, { item, hidesEvents }: Malformed): Promise<void> {
  let subscription: Subscription | undefined = await begin(stage);
  for (let i = 0; i < mostSubscriptions && subscription !== undefined; i += 1) {
    subscription.sendHostile('R-TYPES', item);
    if (hidesEvents) {
      subscription.sendHostile('R-TYPES', span(909, 910));
    } else {
      subscription.send(span(6, 8));
      const current = subscription;
      await stage.logged((log) => hasEvents(log, 6, 8) || stage.hasExited || current.isEnded);
      if (hasEvents(stage.log, 6, 8)) {
        stage.find('R-TYPES', true, 'the client ignored the item');
        await stage.finish(subscription);
        return;
      }
    }
    subscription = await stage.subscriptionOrExit();
    subscription?.start(firstEpoch, 1, 8);
  }
  if (subscription !== undefined) {
    throw stage.broken('R-TYPES', `the client subscribed ${mostSubscriptions} times and got the same item each time`);
  }
  const codes = reportedCodes(stage.log);
  stage.find('R-TYPES', codes.length > 0, codes.length > 0 ? `the client reported ${codes.join(', ')}` : 'the client ended and did not report the item');
}

const wrongTypes: readonly Scenario[] = malformed.map((one) => ({
  name: `types-${one.name}`,
  rule: 'R-TYPES' as const,
  text: `The stream has ${JSON.stringify(one.item).slice(0, 70)}, and goes on.`,
  play: (stage: Stage) => playMalformed(stage, one),
}));

export const hostileScenarios: readonly Scenario[] = [members, kinds, holeOnce, holeTwice, truncated, huge, ...wrongTypes];
