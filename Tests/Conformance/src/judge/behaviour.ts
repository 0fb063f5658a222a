import { ScriptedGateway } from '../gateway/ScriptedGateway.js';
import type { TimedEntry } from '../gateway/Transcript.js';
import { isRecord, type StreamRequest } from '../wire.js';
import { type Check, pass, verdict } from './Finding.js';

/** Timers may ring a little early. */
const toleranceMs = 30;

/** R-RETRY-AFTER: the next subscription after each error that says when. */
export const retryAfter: Check = ({ entries }) => {
  const hints = entries.filter((entry): entry is Extract<TimedEntry, { readonly how: 'failed' }> => entry.type === 'ended' && entry.how === 'failed')
    .filter(({ retryAfterMs }) => retryAfterMs !== undefined);
  return hints.flatMap((hint) => {
    const next = entries.find((entry) => entry.type === 'subscribed' && entry.subscription > hint.subscription);
    if (next === undefined) {
      return [];
    }
    const waited = next.at - hint.at;
    const asked = hint.retryAfterMs ?? 0;
    return verdict('R-RETRY-AFTER', waited + toleranceMs < asked ? [`the client subscribed ${waited} ms after ${hint.code}; retryAfterMs was ${asked}`] : [],
      `subscribed ${waited} ms after ${hint.code} with retryAfterMs ${asked}`);
  });
};

type Shape = (value: unknown) => boolean;

const isText: Shape = (value) => typeof value === 'string';
const isCount: Shape = (value) => Number.isInteger(value) && (value as number) >= 0;
const isOneOf = (...names: readonly string[]): Shape => (value) => names.includes(value as string);

/** The members of a StreamRequest; the gateway refuses a request with any other. */
const members: Readonly<Record<string, Shape>> = {
  resumeAfter: isCount, epoch: isText, snapshot: isOneOf('none', 'afterGap', 'always'), mode: isOneOf('lossless', 'conflate'), filter: isRecord,
  bufferEvents: isCount, onSlow: isOneOf('end', 'conflate', 'endAtOnce'), flushIntervalMs: isCount, maxBatch: isCount, observer: (value) => typeof value === 'boolean',
};

/** R-REQUEST: what each subscription says, and that the first one asks for what the task says. */
export const requests: Check = ({ entries, subscriptions }) => {
  const seen = entries.filter((entry) => entry.type === 'subscribed');
  const faults = [
    ...seen.flatMap(({ subscription, session, request, extraArguments }) => [
      ...(session === ScriptedGateway.sessionId ? [] : [`subscription ${subscription} names the session ${JSON.stringify(session)}`]),
      ...(extraArguments === 0 ? [] : [`subscription ${subscription} has ${extraArguments} arguments too many`]),
      ...faultsOf(request).map((fault) => `subscription ${subscription}: ${fault}`),
    ]),
    ...subscriptions.slice(0, 1).flatMap(({ number, process, request }) => {
      const launched = entries.find((entry) => entry.type === 'launched' && entry.process === process);
      const asked = launched?.type === 'launched' ? launched.request : {};
      return (['resumeAfter', 'epoch'] as const).filter((name) => asked[name] !== (request[name] ?? undefined))
        .map((name) => `subscription ${number} asks for ${name} ${JSON.stringify(request[name])}; the task says ${JSON.stringify(asked[name])}`);
    }),
    ...entries.flatMap((entry) => (entry.type === 'malformed' ? [`the client sent what is no hub message: ${entry.detail}`] : [])),
  ];
  return seen.length === 0 ? [] : verdict('R-REQUEST', faults, `${seen.length} requests`);
};

function faultsOf(request: StreamRequest): readonly string[] {
  return Object.entries(request).filter(([, value]) => value !== null && value !== undefined).flatMap(([name, value]) => {
    const shape = Object.hasOwn(members, name) ? members[name] : undefined;
    return shape === undefined ? [`the member ${name} is unknown`] : shape(value) ? [] : [`${name} is ${JSON.stringify(value)}`];
  });
}

/** R-END: after a completed stream the log ends with `end`. */
export const end: Check = (evidence) => {
  if (!evidence.isCompleted) {
    return [];
  }
  const error = evidence.log.flatMap(({ record }) => (record.type === 'error' ? [record] : [])).at(0);
  return evidence.hasEnd && error === undefined ? pass('R-END', 'the stream ended')
    : verdict('R-END', [error === undefined ? 'the stream was completed, and the log does not end with `end`' : `the stream was completed, and the client reported ${error.code}`], '');
};
