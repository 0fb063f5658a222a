import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { reportOf } from '../src/report.js';
import { type RuleId, ruleIds } from '../src/rules.js';
import { runScenario, runScenarios } from '../src/run/runScenario.js';
import { scenarios } from '../src/scenarios/index.js';
import { badClient, type Faults } from './BadClient.js';

let directory: string;

beforeAll(() => { directory = mkdtempSync(join(tmpdir(), 'conformance-')); });

afterAll(() => { rmSync(directory, { recursive: true, force: true }); });

/** A client that does one thing wrong, the scenario in which it shows, and the one rule that catches it. */
interface Wrong {
  readonly rule: RuleId;
  readonly does: string;
  readonly scenario: string;
  readonly faults: Faults;
}

const wrong: readonly Wrong[] = [
  { rule: 'R-ONCE', does: 'asks from before its position and hands out what it had', scenario: 'resume-inside', faults: { asksBack: 2 } },
  { rule: 'R-ORDER', does: 'hands out the events of an item backwards', scenario: 'live', faults: { reversesItems: true } },
  { rule: 'R-NO-LOSS', does: 'drops an event silently', scenario: 'live', faults: { loses: [7] } },
  { rule: 'R-RESUME', does: 'asks from behind its position', scenario: 'resume-inside', faults: { asksAhead: 2, passesHoles: true } },
  { rule: 'R-RESUME', does: 'asks for no position', scenario: 'resume-inside', faults: { forgetsPosition: true, passesHoles: true } },
  { rule: 'R-RESUME', does: 'asks from behind its position at another address', scenario: 'address-change', faults: { asksAhead: 2, passesHoles: true } },
  { rule: 'R-POSITION', does: 'stores the position before the events', scenario: 'live', faults: { storesEarly: true } },
  { rule: 'R-POSITION', does: 'stores no position in the end', scenario: 'live', faults: { storesNothingAfter: 5 } },
  { rule: 'R-GAP', does: 'hides gaps', scenario: 'gap-evicted', faults: { hidesGaps: true } },
  { rule: 'R-GAP', does: 'says that less is missing', scenario: 'gap-overflow', faults: { altersGaps: true } },
  { rule: 'R-EPOCH', does: 'asks without the epoch', scenario: 'resume-inside', faults: { forgetsEpoch: true } },
  { rule: 'R-EPOCH', does: 'takes the epoch of started for its own', scenario: 'epoch-change', faults: { believesStarted: true } },
  { rule: 'R-AHEAD', does: 'keeps its position after the gap', scenario: 'gap-ahead', faults: { ignoresAhead: true } },
  { rule: 'R-LAGGED', does: 'hands out the counts before the events are there', scenario: 'lagged', faults: { logsLaggedAtOnce: true } },
  { rule: 'R-LAGGED', does: 'hides the counts', scenario: 'lagged', faults: { hidesLagged: true } },
  { rule: 'R-SNAPSHOT', does: 'hands out a snapshot as events', scenario: 'snapshot', faults: { snapshotsAreEvents: true } },
  { rule: 'R-SNAPSHOT', does: 'passes a gap whose snapshot has not come', scenario: 'snapshot', faults: { passesGapBeforeSnapshot: true } },
  { rule: 'R-IDLE', does: 'keeps its position at idle', scenario: 'idle', faults: { ignoresIdle: true } },
  { rule: 'R-NODE', does: 'begins anew at the other address', scenario: 'node-change', faults: { beginsAnew: true } },
  { rule: 'R-RESUME', does: 'begins anew when it was killed', scenario: 'killed', faults: { beginsAnew: true } },
  { rule: 'R-RETRY-AFTER', does: 'subscribes again at once', scenario: 'slow-reader', faults: { ignoresRetryAfter: true } },
  { rule: 'R-STOPPING', does: 'ends when the gateway stops', scenario: 'planned-stop', faults: { stopsAtGatewayStopping: true } },
  { rule: 'R-BACKOFF', does: 'connects again at once', scenario: 'outage', faults: { reconnectMs: 1 } },
  { rule: 'R-SILENCE', does: 'waits for an answer for ever', scenario: 'silence', faults: { waitsForEver: true } },
  { rule: 'R-TOKEN', does: 'uses the token that has ended', scenario: 'token-expiry', faults: { usesEndedToken: true } },
  { rule: 'R-AUTH', does: 'tries again after 401', scenario: 'unauthenticated', faults: { retriesRefusal: true } },
  { rule: 'R-START-OVER', does: 'asks for a session that is gone', scenario: 'session-gone', faults: { retriesGone: true } },
  { rule: 'R-START-OVER', does: 'asks for a session whose worker is lost', scenario: 'worker-lost', faults: { retriesGone: true } },
  { rule: 'R-GIVE-UP', does: 'asks again for what is forbidden', scenario: 'forbidden', faults: { retriesForbidden: true } },
  { rule: 'R-MEMBERS', does: 'refuses members that it does not know', scenario: 'unknown-members', faults: { refusesMembers: true } },
  { rule: 'R-KINDS', does: 'refuses kinds that it does not know', scenario: 'unknown-kinds', faults: { refusesKinds: true } },
  { rule: 'R-HOLE', does: 'passes a hole', scenario: 'hole-twice', faults: { passesHoles: true } },
  { rule: 'R-HOLE', does: 'subscribes again after each hole', scenario: 'hole-twice', faults: { retriesHoles: true } },
  { rule: 'R-TRUNCATED', does: 'ends at half a message', scenario: 'truncated', faults: { diesOfHalfMessages: true } },
  { rule: 'R-HUGE', does: 'ends at a large message', scenario: 'huge', faults: { diesOfLargeMessages: true } },
  { rule: 'R-TYPES', does: 'hands out what an item with wrong types has', scenario: 'types-span', faults: { trustsTypes: true } },
  { rule: 'R-REQUEST', does: 'asks with a member that the contract does not have', scenario: 'live', faults: { asksWith: { resumeFrom: 3 } } },
  { rule: 'R-END', does: 'does not notice the end', scenario: 'live', faults: { hidesEnd: true } },
];

/** The limits are short: a client in this process is fast, and a broken one is waited for. */
const patience = 0.3;

describe.concurrent('a client that breaks one rule is caught by that rule alone', () => {
  it.each(wrong)('$rule: it $does', async ({ rule, scenario: name, faults }) => {
    const scenario = scenarios.find((one) => one.name === name);
    if (scenario === undefined) {
      throw new Error(`There is no scenario ${name}.`);
    }
    const place = mkdtempSync(join(directory, 'wrong-'));
    const { findings } = await runScenario(scenario, { launch: badClient(faults), directory: place, patience });
    const broken = findings.filter(({ ok }) => !ok);
    expect([...new Set(broken.map((finding) => finding.rule))], broken.map(({ text }) => text).join('; ')).toEqual([rule]);
  });
});

describe('the kit', () => {
  it('has a wrong client for every rule', () => {
    expect(ruleIds.filter((rule) => !wrong.some((one) => one.rule === rule))).toEqual([]);
  });

  it('lets a client pass that does nothing wrong, and exercises every rule', async () => {
    const place = mkdtempSync(join(directory, 'right-'));
    const report = reportOf(await runScenarios(scenarios, { launch: badClient(), directory: place, parallel: scenarios.length }));
    expect(report.filter(({ result }) => result !== 'pass').map(({ rule, evidence }) => [rule, evidence])).toEqual([]);
  });
});
