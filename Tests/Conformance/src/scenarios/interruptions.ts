import type { Subscription } from '../gateway/Subscription.js';
import type { Stage } from '../run/Stage.js';
import { begin, cutBehind, hasEvents, reportedCodes, resume, type Scenario, span } from './Scenario.js';

const slowReader: Scenario = {
  name: 'slow-reader',
  rule: 'R-RETRY-AFTER',
  text: 'The stream ends with SlowConsumer and retryAfterMs, twice; the connection stays.',
  async play(stage) {
    const first = await begin(stage);
    first.fail('SlowConsumer', 'The reader is too slow.', 1_500);
    const second = await stage.subscription();
    resume(second, 8);
    second.fail('SlowConsumer', 'The reader is too slow.', 700);
    const third = await stage.subscription();
    resume(third, 10);
    await stage.finish(third);
  },
};

const plannedStop: Scenario = {
  name: 'planned-stop',
  rule: 'R-STOPPING',
  text: 'The gateway stops: the stream ends with GatewayStopping, the connection is closed in order, and nothing listens for a while.',
  async play(stage) {
    const first = await begin(stage);
    const { gateway } = stage;
    first.fail('GatewayStopping', 'The gateway is stopping.', 800);
    await stage.watch(100);
    gateway.closeConnections();
    await stage.watch(200);
    gateway.goAway();
    await stage.watch(600);
    gateway.comeBack();
    const second = await stage.subscription();
    stage.find('R-STOPPING', true, 'the client was back after the stop');
    resume(second, 8);
    await stage.finish(second);
  },
};

const outageMs = 4_000;

/** An eager client with a backoff from 250 ms has some ten; two connections for one attempt are fair. */
const mostAttempts = 30;

const outage: Scenario = {
  name: 'outage',
  rule: 'R-BACKOFF',
  text: `For ${outageMs / 1000} s every connection is cut at once.`,
  async play(stage) {
    await begin(stage);
    await stage.logged((log) => hasEvents(log, 1, 5));
    stage.gateway.goAway();
    await stage.watch(outageMs);
    const attempts = stage.transcript.count('turnedAway');
    stage.gateway.comeBack();
    stage.find('R-BACKOFF', attempts >= 1 && attempts <= mostAttempts, `${attempts} connections in ${outageMs} ms without a gateway; 1 to ${mostAttempts} are fair`);
    const second = await stage.subscription();
    resume(second, 8);
    await stage.finish(second);
  },
};

const silence: Scenario = {
  name: 'silence',
  rule: 'R-SILENCE',
  text: 'The connection is cut; the next one is taken and not answered. Later ones are answered.',
  async play(stage) {
    const first = await begin(stage);
    stage.gateway.fallSilent();
    await cutBehind(stage, first, 1, 5);
    await stage.logged(() => stage.transcript.count('unanswered') > 0 || stage.hasExited);
    stage.gateway.speakAgain();
    const second = await stage.subscription();
    stage.find('R-SILENCE', true, 'the client tried again');
    resume(second, 8);
    await stage.finish(second);
  },
};

const tokenLifeMs = 4_000;

/** Connections with one token that has ended; each attempt may take two. */
const mostWithEndedToken = 4;

const tokenExpiry: Scenario = {
  name: 'token-expiry',
  rule: 'R-TOKEN',
  text: 'The connection is cut; the token of the next one ends after 4 s while events come. A client that renews it keeps its stream; another gets TokenExpired, and 401 for its token.',
  async play(stage) {
    // Not the first connection: starting the program may take longer than the token lives.
    const first = await begin(stage);
    const { gateway } = stage;
    gateway.tokenLifeSeconds = tokenLifeMs / 1000;
    await cutBehind(stage, first, 1, 5);
    const second = await stage.subscription();
    gateway.tokenLifeSeconds = 3_600;
    const began = stage.transcript.now;
    resume(second, 5);
    let sequence = 5;
    for (const end = performance.now() + tokenLifeMs; performance.now() < end;) {
      sequence += 1;
      second.send(span(sequence, sequence));
      await stage.watch(200);
    }
    if (wasCalledSince(stage, 'RenewToken', began) && !second.isEnded) {
      stage.find('R-TOKEN', true, 'the token was renewed on the running connection');
      second.send(span(sequence + 1, sequence + 1));
      await stage.finish(second);
      return;
    }
    await expire(stage, second, sequence);
  },
};

function wasCalledSince(stage: Stage, method: string, since: number): boolean {
  return stage.transcript.entries.some((entry) => entry.type === 'called' && entry.method === method && entry.at >= since);
}

async function expire(stage: Stage, subscription: Subscription, sequence: number): Promise<void> {
  const { gateway } = stage;
  const began = stage.transcript.now;
  const ended = new Set(stage.transcript.entries.flatMap((entry) => (entry.type === 'connected' ? [entry.token] : [])));
  gateway.acceptsTokens = (token) => !ended.has(token);
  subscription.fail('TokenExpired', 'The token has expired.');
  gateway.closeConnections();
  await stage.watch(2_500);
  const refused = stage.transcript.count('refused', began);
  if (refused > mostWithEndedToken) {
    throw stage.broken('R-TOKEN', `${refused} connections with the token that had ended in 2500 ms; at most ${mostWithEndedToken} are fair`);
  }
  const next = await stage.subscriptionOrExit();
  if (next === undefined) {
    const codes = reportedCodes(stage.log);
    stage.find('R-TOKEN', codes.length > 0, codes.length > 0 ? `the client reported ${codes.join(', ')}` : 'the client ended and did not say why');
    return;
  }
  stage.find('R-TOKEN', true, 'the client came back with another token');
  resume(next, sequence + 1);
  await stage.finish(next);
}

export const interruptionScenarios: readonly Scenario[] = [silence, slowReader, plannedStop, outage, tokenExpiry];
