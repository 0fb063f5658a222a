import type { Subscription } from '../gateway/Subscription.js';
import { events, snapshot } from '../gateway/items.js';
import { begin, cutBehind, firstEpoch, resume, type Scenario, secondEpoch, settleMs, span, storedPosition } from './Scenario.js';

const evicted: Scenario = {
  name: 'gap-evicted',
  rule: 'R-GAP',
  text: 'The history no longer has what follows the position: a gap, then the events that exist. While they are sent, more are lost: another gap.',
  async play(stage) {
    const first = await begin(stage);
    await cutBehind(stage, first, 1, 5);
    const second = await stage.subscription();
    second.start(firstEpoch, 21, 30);
    second.send({ kind: 'gap', reason: 'evicted', requestedAfter: second.resumeAfter ?? 0, oldest: 21, latest: 30, missed: 15 }, span(21, 25));
    second.send({ kind: 'gap', reason: 'evicted', requestedAfter: 25, oldest: 28, latest: 40, missed: 2 }, span(28, 30));
    await cutBehind(stage, second, 28, 30);
    const third = await stage.subscription();
    resume(third, 32);
    await stage.finish(third);
  },
};

const overflow: Scenario = {
  name: 'gap-overflow',
  rule: 'R-GAP',
  text: 'The worker lost events while the stream was live.',
  async play(stage) {
    const subscription = await begin(stage);
    subscription.send({ kind: 'gap', reason: 'workerOverflow', requestedAfter: 5, oldest: 9, latest: 9, missed: 3 }, span(9, 10));
    await stage.finish(subscription);
  },
};

/** Answers as a gateway whose session has the second epoch by now, with events up to `latest`. */
function answerInSecondEpoch(subscription: Subscription, latest: number, withGap = true): void {
  const { resumeAfter, request } = subscription;
  if (request['epoch'] !== secondEpoch && request['epoch'] !== undefined) {
    subscription.start(secondEpoch, 1, latest, 0);
    if (withGap) {
      subscription.send({ kind: 'gap', reason: 'epochChanged', requestedAfter: resumeAfter ?? 0, oldest: 1, latest }, events(secondEpoch, 1, latest));
    }
    return;
  }
  // Without an epoch the gateway takes the position for one of its own.
  const after = Math.min(resumeAfter ?? latest, latest);
  subscription.start(secondEpoch, 1, latest, after);
  if (after < latest) {
    subscription.send(events(secondEpoch, after + 1, latest));
  }
}

const epochChange: Scenario = {
  name: 'epoch-change',
  rule: 'R-EPOCH',
  text: 'The session has a new numbering with lower sequences. The connection is cut once before the gap that says so, and once behind it.',
  async play(stage) {
    const first = await begin(stage);
    await cutBehind(stage, first, 1, 5);
    const second = await stage.subscription();
    answerInSecondEpoch(second, 3, false);
    await second.cut();
    const third = await stage.subscription();
    if (third.asksFor('epoch', secondEpoch)) {
      stage.find('R-EPOCH', false, 'the client asked with the new epoch before the gap that announces it had come');
    }
    answerInSecondEpoch(third, 3);
    await cutBehind(stage, third, 1, 3, secondEpoch);
    const fourth = await stage.subscription();
    answerInSecondEpoch(fourth, 6);
    await stage.finish(fourth);
  },
};

const ahead: Scenario = {
  name: 'gap-ahead',
  rule: 'R-AHEAD',
  text: 'The client has a position beyond the latest event. After the gap the stream continues with lower sequences.',
  async play(stage) {
    await stage.openGateway();
    stage.launch({ resumeAfter: 50, epoch: firstEpoch });
    const first = await stage.subscription();
    first.start(firstEpoch, 1, 10, 10);
    first.send({ kind: 'gap', reason: 'ahead', requestedAfter: 50, oldest: 11, latest: 10 }, span(11, 13));
    await cutBehind(stage, first, 11, 13);
    const second = await stage.subscription();
    resume(second, 15);
    await stage.finish(second);
  },
};

const lagged: Scenario = {
  name: 'lagged',
  rule: 'R-LAGGED',
  text: 'A conflated stream; the connection is cut between `lagged` and the events that it belongs to.',
  async play(stage) {
    await stage.openGateway();
    stage.launch({ mode: 'conflate' });
    const first = await stage.subscription();
    first.start(firstEpoch, 0, 0);
    if (!first.asksFor('mode', 'conflate')) {
      await stage.finish(first);
      return;
    }
    first.send({ kind: 'lagged', conflated: 4, dropped: 0 }, span(1, 5, [5]), { kind: 'lagged', conflated: 3, dropped: 0 });
    await cutBehind(stage, first, 5, 5);
    const second = await stage.subscription();
    const after = Math.min(second.resumeAfter ?? 5, 5);
    second.start(firstEpoch, 1, 9, after);
    second.send({ kind: 'lagged', conflated: 8 - after, dropped: 0 }, span(after + 1, 9, [9]));
    second.send({ kind: 'lagged', conflated: 1, dropped: 1 }, span(10, 12, [12]), span(13, 13));
    await stage.finish(second);
  },
};

const snapshots: Scenario = {
  name: 'snapshot',
  rule: 'R-SNAPSHOT',
  text: 'The client asks for a snapshot always. The connection is cut before the first one, behind it, and between a gap and its snapshot.',
  async play(stage) {
    await stage.openGateway();
    stage.launch({ snapshot: 'always' });
    const cutEarly = await stage.subscription();
    cutEarly.start(firstEpoch, 1, 100);
    if (!cutEarly.asksFor('snapshot', 'always')) {
      await stage.finish(cutEarly);
      return;
    }
    await cutEarly.cut();
    const first = await stage.subscription();
    if (first.resumeAfter !== undefined) {
      stage.find('R-SNAPSHOT', false, `the first snapshot had not come, and the client asked for what follows ${first.resumeAfter}, which brings none`);
    }
    first.start(firstEpoch, 1, 100);
    first.send(snapshot(firstEpoch, 100, [41, 77, 100]), span(101, 103));
    await cutBehind(stage, first, 101, 103);
    const second = await stage.subscription();
    second.start(firstEpoch, 121, 130);
    second.send({ kind: 'gap', reason: 'evicted', requestedAfter: second.resumeAfter ?? 0, oldest: 121, latest: 130, missed: 17 });
    await second.cut();
    const third = await stage.subscription();
    const passed = (third.resumeAfter ?? 0) > 103;
    stage.find('R-SNAPSHOT', !passed, passed ? 'the client asked from behind a gap whose snapshot had not come' : 'the client asked from before the gap whose snapshot had not come');
    third.start(firstEpoch, 121, 130);
    if (!passed) {
      third.send({ kind: 'gap', reason: 'evicted', requestedAfter: third.resumeAfter ?? 0, oldest: 121, latest: 130, missed: 17 });
      third.send(snapshot(firstEpoch, 130, [77, 115, 130]));
    } else {
      third.send(span((third.resumeAfter ?? 0) + 1, 130));
    }
    third.send(span(131, 132));
    await stage.finish(third);
  },
};

const idle: Scenario = {
  name: 'idle',
  rule: 'R-IDLE',
  text: 'An `idle` item moves the position over events that the filter excluded; by the next subscription these are no longer in the history.',
  async play(stage) {
    const first = await begin(stage);
    first.send({ kind: 'idle', sequence: 50 });
    await stage.logged((log) => (storedPosition(log)?.sequence ?? 0) >= 50, settleMs);
    await first.cut();
    const second = await stage.subscription();
    const asked = second.resumeAfter;
    stage.find('R-IDLE', asked === 50, `after idle 50 the client asked for what follows ${asked ?? 'nothing'}`);
    second.start(firstEpoch, 51, 52);
    if (asked !== undefined && asked < 50) {
      second.send({ kind: 'gap', reason: 'evicted', requestedAfter: asked, oldest: 51, latest: 52, missed: 50 - asked });
    }
    second.send(span(51, 52));
    await stage.finish(second);
  },
};

export const lossScenarios: readonly Scenario[] = [evicted, overflow, epochChange, ahead, lagged, snapshots, idle];
