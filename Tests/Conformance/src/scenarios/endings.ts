import type { RuleId } from '../rules.js';
import type { Stage } from '../run/Stage.js';
import { begin, cutBehind, reportedCodes, type Scenario } from './Scenario.js';

/** How long a client is watched that should try no more. */
const watchMs = 3_000;

/** After the refusal that tells it, a client may ask once more: a second connection, or a check. */
const mostRefusals = 2;

const sessionGone: Scenario = {
  name: 'session-gone',
  rule: 'R-START-OVER',
  text: 'When the client comes back, there is no such session any more (SessionNotFound).',
  async play(stage) {
    const first = await begin(stage);
    stage.gateway.refusal = { code: 'SessionNotFound', text: 'There is no such session, or the caller cannot access it.' };
    await cutBehind(stage, first, 1, 5);
    await expectGivingUp(stage, 'R-START-OVER', ['SessionNotFound'], mostRefusals);
  },
};

const workerLost: Scenario = {
  name: 'worker-lost',
  rule: 'R-START-OVER',
  text: 'The session faults: `state` with faulted, then the stream ends with WorkerLost.',
  async play(stage) {
    const first = await begin(stage);
    const fault = { code: 'WorkerLost', message: 'The worker ended (exit code 139).', at: '2026-01-01T00:00:00Z' };
    first.send({ kind: 'state', state: 'faulted', fault });
    stage.gateway.refusal = { code: 'SessionFaulted', text: 'The session is faulted (WorkerLost). Close it and open another.' };
    first.fail('WorkerLost', 'The worker ended (exit code 139). Open another session.');
    await expectGivingUp(stage, 'R-START-OVER', ['WorkerLost', 'SessionFaulted'], mostRefusals);
  },
};

const forbidden: Scenario = {
  name: 'forbidden',
  rule: 'R-GIVE-UP',
  text: 'The stream is refused with Forbidden.',
  async play(stage) {
    const gateway = await stage.openGateway();
    gateway.refusal = { code: 'Forbidden', text: 'The token lacks the scope sessions:read.' };
    stage.launch();
    await expectGivingUp(stage, 'R-GIVE-UP', ['Forbidden'], 1);
  },
};

/** Waits for the client to report one of the codes and to end, and counts how often it asked. */
async function expectGivingUp(stage: Stage, rule: RuleId, codes: readonly string[], most: number): Promise<void> {
  const isRefused = (): boolean => refusalsOf(stage, codes) > 0;
  await stage.logged(() => isRefused() || stage.hasExited);
  await stage.watch(watchMs);
  const asked = refusalsOf(stage, codes);
  if (asked > most) {
    throw stage.broken(rule, `${asked} subscriptions were refused with ${codes.join(' or ')} in ${watchMs} ms; at most ${most} are fair`);
  }
  const reported = reportedCodes(stage.log);
  const startsOver = rule === 'R-START-OVER' && stage.transcript.entries.some((entry) => entry.type === 'called' && /^(ListSessions|OpenSession)$/.test(entry.method));
  stage.find(rule, startsOver || reported.some((code) => codes.includes(code)),
    startsOver ? 'the client looked for another session' : reported.length > 0 ? `the client reported ${reported.join(', ')}` : `the client did not report ${codes.join(' or ')}`);
  if (!startsOver) {
    await stage.exit(rule);
  }
}

function refusalsOf(stage: Stage, codes: readonly string[]): number {
  return stage.transcript.entries.filter((entry) => entry.type === 'ended' && entry.how === 'failed' && codes.includes(entry.code)).length;
}

/** A WebSocket, and a request that finds out why it failed, for each of two attempts; a negotiation counts too. */
const most401 = 5;

const unauthenticated: Scenario = {
  name: 'unauthenticated',
  rule: 'R-AUTH',
  text: 'The token is refused with 401, at the negotiation and at the WebSocket.',
  async play(stage) {
    const gateway = await stage.openGateway();
    gateway.acceptsTokens = () => false;
    stage.launch();
    await stage.logged(() => stage.transcript.count('refused') > 0 || stage.hasExited);
    await stage.watch(watchMs);
    const refused = stage.transcript.count('refused');
    if (refused > most401) {
      throw stage.broken('R-AUTH', `${refused} requests were refused with 401 in ${watchMs} ms; at most ${most401} are fair`);
    }
    const codes = reportedCodes(stage.log);
    stage.find('R-AUTH', codes.length > 0, codes.length > 0 ? `the client reported ${codes.join(', ')} after ${refused} refusals` : 'the client did not report the refusal');
    await stage.exit('R-AUTH');
  },
};

export const endingScenarios: readonly Scenario[] = [sessionGone, workerLost, forbidden, unauthenticated];
