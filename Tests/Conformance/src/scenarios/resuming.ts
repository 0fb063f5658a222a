import type { Subscription } from '../gateway/Subscription.js';
import type { RuleId } from '../rules.js';
import type { TaskRequest } from '../task.js';
import type { StreamItem } from '../wire.js';
import type { Stage } from '../run/Stage.js';
import { Reel } from './Reel.js';
import { begin, cutBehind, firstEpoch, hasEvents, resume, type Scenario, span, storedPosition } from './Scenario.js';

const live: Scenario = {
  name: 'live',
  rule: 'R-END',
  text: 'Events in several items, then the session is closed.',
  async play(stage) {
    const subscription = await begin(stage);
    subscription.send(span(6, 6), { kind: 'state', state: 'detached' }, span(7, 500), { kind: 'idle', sequence: 500 }, span(501, 502));
    await stage.finish(subscription);
  },
};

const resumeInside: Scenario = {
  name: 'resume-inside',
  rule: 'R-RESUME',
  text: 'The connection is cut twice; the gateway has every event that came meanwhile.',
  async play(stage) {
    const first = await begin(stage);
    await cutBehind(stage, first, 1, 5);
    const second = await stage.subscription();
    resume(second, 9);
    await cutBehind(stage, second, 6, 9);
    const third = await stage.subscription();
    resume(third, 12);
    third.send(span(13, 14));
    await stage.finish(third);
  },
};

const reel = new Reel([
  span(1, 3), { kind: 'state', state: 'detached' }, span(4, 4), { kind: 'idle', sequence: 6 }, span(7, 9),
  { kind: 'gap', reason: 'workerOverflow', requestedAfter: 9, oldest: 13, latest: 15, missed: 3 }, span(13, 15),
  { kind: 'access', widened: ['Tank2.*'], narrowed: [] }, span(16, 18), { kind: 'idle', sequence: 20 }, span(21, 22),
]);

/** Cuts of one start of the client; the more, the longer its backoff. */
const cutsPerRun = 4;

const runs = Math.ceil((2 * (reel.length + 1)) / cutsPerRun);

/** Where run number `run` cuts: before the item of that place, or in the middle of it. */
function cutsOf(run: number): readonly { readonly place: number; readonly inside: boolean }[] {
  return Array.from({ length: 2 * (reel.length + 1) }, (_, i) => ({ place: Math.floor(i / 2), inside: i % 2 === 1 }))
    .filter((_, i) => i % runs === run);
}

async function playCuts(stage: Stage, run: number): Promise<void> {
  await stage.openGateway();
  stage.launch({ resumeAfter: 0, epoch: firstEpoch });
  for (const { place, inside } of cutsOf(run)) {
    const subscription = await stage.subscription();
    reel.start(subscription);
    const coming = reel.from(subscription);
    subscription.send(...coming.filter((item) => item.place < place).map(({ item }) => item));
    const next: StreamItem = coming.find((item) => item.place >= place)?.item ?? { kind: 'idle', sequence: reel.latest };
    await (inside ? subscription.cutInside(next) : subscription.cut());
  }
  const last = await stage.subscription();
  reel.start(last);
  last.send(...reel.from(last).map(({ item }) => item));
  await stage.finish(last);
}

const cuts: readonly Scenario[] = Array.from({ length: runs }, (_, run) => ({
  name: `cuts-${run + 1}`,
  rule: 'R-RESUME' as const,
  text: `The connection is cut ${cutsOf(run).map(({ place, inside }) => `${inside ? 'inside' : 'before'} item ${place + 1}`).join(', ')} of a sequence of ${reel.length} items.`,
  play: (stage: Stage) => playCuts(stage, run),
}));

const killed: Scenario = {
  name: 'killed',
  rule: 'R-POSITION',
  text: 'The client is killed and started again with the position that it stored last. What it logged behind that position does not count.',
  async play(stage) {
    const first = await begin(stage);
    if (!await storesPositions(stage)) {
      await stage.finish(first);
      return;
    }
    first.send(span(6, 20), span(21, 40));
    await stage.logged((log) => hasEvents(log, 6, 6));
    await stage.kill();
    const request = requestOf(stage);
    stage.launch(request);
    const second = await stage.subscription();
    expectPosition(stage, 'R-RESUME', second, request);
    resume(second, 50);
    await stage.finish(second);
  },
};

const nodeChange: Scenario = {
  name: 'node-change',
  rule: 'R-NODE',
  text: 'The gateway goes away for good. The client is started again with the address of another node and the position that it stored last.',
  async play(stage) {
    const first = await begin(stage);
    if (!await storesPositions(stage)) {
      await stage.finish(first);
      return;
    }
    await stage.kill();
    stage.gateway.goAway();
    const request = requestOf(stage);
    await stage.openGateway();
    stage.launch(request);
    const second = await stage.subscription();
    expectPosition(stage, 'R-NODE', second, request);
    resume(second, 12);
    await stage.finish(second);
  },
};

/** A client that takes several addresses changes over at once; some start slowly. */
const changeOverMs = 3_000;

const addressChange: Scenario = {
  name: 'address-change',
  rule: 'R-RESUME',
  text: 'The gateway has two addresses, and the first one goes away. A client that takes several goes on at the second one; for any other client the first one comes back.',
  async play(stage) {
    const second = await stage.openGateway();
    const first = await stage.openGateway();
    stage.launch({}, [second]);
    const subscription = await stage.subscription();
    subscription.start(firstEpoch, 0, 0);
    subscription.send(span(1, 5));
    await stage.logged((log) => hasEvents(log, 1, 5));
    first.goAway();
    await Promise.race([second.subscribed(), stage.watch(changeOverMs)]);
    first.comeBack();
    const next = await stage.subscription();
    resume(next, 9);
    await stage.finish(next);
  },
};

/** Whether the client stores positions; it then has stored one behind event 5. */
function storesPositions(stage: Stage): Promise<boolean> {
  return stage.logged((log) => storedPosition(log) !== undefined && hasEvents(log, 1, 5), 5_000);
}

/** @throws SceneBroken when a client that was started with a position asks for another. */
function expectPosition(stage: Stage, rule: RuleId, { request: asked }: Subscription, { epoch, resumeAfter }: TaskRequest): void {
  const text = `the client was started with ${resumeAfter ?? 'no position'} of epoch ${epoch ?? 'none'} and asked for ${String(asked['resumeAfter'])} of epoch ${String(asked['epoch'])}`;
  if (asked['epoch'] !== epoch || asked['resumeAfter'] !== resumeAfter) {
    throw stage.broken(rule, text);
  }
  stage.find(rule, true, text);
}

function requestOf(stage: Stage): TaskRequest {
  const position = storedPosition(stage.log);
  return position === undefined ? {} : { resumeAfter: position.sequence, epoch: position.epoch };
}

export const resumingScenarios: readonly Scenario[] = [live, resumeInside, ...cuts, killed, nodeChange, addressChange];
