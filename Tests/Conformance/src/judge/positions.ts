import { valueOf } from '../gateway/items.js';
import type { Position } from '../wire.js';
import { type Evidence, rank, type SeenSubscription, text } from './Evidence.js';
import { type Check, failed, type Finding, pass, verdict } from './Finding.js';

/** R-RESUME, R-EPOCH and R-AHEAD: what each subscription but the first one of a process asks for. */
export const resume: Check = (evidence) => evidence.subscriptions
  .filter(({ isFirstOfProcess }) => !isFirstOfProcess)
  .flatMap((subscription) => judgeRequest(evidence, subscription));

function judgeRequest(evidence: Evidence, { number, request, process }: SeenSubscription): readonly Finding[] {
  const before = evidence.subscriptions.filter((other) => other.number < number);
  const { resumeAfter, epoch } = request;
  if (typeof resumeAfter !== 'number') {
    return hadPosition(before, process, request)
      ? [failed('R-RESUME', `subscription ${number} asks for no position, so that events in between are lost`)]
      : [];
  }
  if (typeof epoch !== 'string') {
    return [failed('R-EPOCH', `subscription ${number} asks for what follows ${resumeAfter} and does not say of which epoch`)];
  }
  const furthest = furthestOf(before, epoch) ?? givenPosition(evidence, epoch);
  if (furthest === undefined) {
    return [failed('R-EPOCH', `subscription ${number} asks for epoch ${epoch}, which the client cannot know`)];
  }
  const movedBack = before.some(({ sent }) => sent.some(({ item, after }) => item.kind === 'gap' && item.reason === 'ahead' && after.epoch === epoch));
  return resumeAfter > furthest
    ? [failed(movedBack ? 'R-AHEAD' : 'R-RESUME', `subscription ${number} asks for what follows ${resumeAfter}; nothing behind ${furthest} had been sent`)]
    : [...pass('R-RESUME', `asked for what follows ${resumeAfter}`), ...pass('R-EPOCH', 'the position has its epoch')];
}

/** Whether the client had a position by then. Before its first snapshot it may begin again without one. */
function hadPosition(before: readonly SeenSubscription[], process: number, request: SeenSubscription['request']): boolean {
  const sent = before.filter((other) => other.process === process).flatMap((other) => other.sent);
  return sent.some(({ item }) => (request['snapshot'] === 'always' ? item.kind !== 'started' : true));
}

/** The highest position of the epoch that was sent; a gap `ahead` moves it back. */
function furthestOf(before: readonly SeenSubscription[], epoch: string): number | undefined {
  return before.flatMap(({ sent }) => sent).filter(({ after }) => after.epoch === epoch).reduce((furthest: number | undefined, { item, after }) => (
    item.kind === 'gap' && item.reason === 'ahead' ? after.sequence : Math.max(furthest ?? 0, after.sequence)), undefined);
}

function givenPosition(evidence: Evidence, epoch: string): number | undefined {
  const given = evidence.entries.flatMap((entry) => (entry.type === 'launched' && entry.request.epoch === epoch ? [entry.request.resumeAfter ?? 0] : []));
  return given.at(-1);
}

/** R-POSITION: what the log stores. */
export const position: Check = (evidence) => {
  const { stored } = evidence;
  if (stored.length === 0) {
    return [];
  }
  const faults = stored.flatMap(({ position: at, line }) => faultOf(evidence, at, line) ?? []);
  const last = stored.at(-1);
  const final = evidence.finalPosition;
  if (faults.length === 0 && evidence.isCompleted && evidence.hasEnd && last !== undefined && final !== undefined && (last.position.epoch !== final.epoch || last.position.sequence < final.sequence)) {
    faults.push(`the last stored position is ${text(last.position)}; the stream had come to ${text(final)}`);
  }
  return verdict('R-POSITION', faults.slice(0, 3), `${stored.length} positions`);
};

function faultOf(evidence: Evidence, at: Position, line: number): string | undefined {
  if (givenPosition(evidence, at.epoch) === at.sequence) {
    // The client was started with it.
    return undefined;
  }
  if (rank(at.epoch) < 0 || !Number.isInteger(at.sequence)) {
    return `line ${line} stores ${text(at)}, which is no position of the session`;
  }
  if (evidence.entries.some((entry) => entry.type === 'sentHostile' && entry.values.includes(valueOf(at.epoch, at.sequence)))) {
    // That the item was accepted breaks the rule of that item.
    return undefined;
  }
  const highest = Math.max(furthestOf(evidence.subscriptions, at.epoch) ?? 0, givenPosition(evidence, at.epoch) ?? 0);
  if (at.sequence > highest) {
    return `line ${line} stores ${text(at)}; nothing behind ${highest} was sent`;
  }
  const before = new Set(evidence.delivered.filter((event) => event.line < line).map(({ value }) => value));
  // Ends up in no log at all: R-NO-LOSS says so.
  const ever = new Set(evidence.delivered.map(({ value }) => value));
  const early = evidence.sentEvents.find(({ epoch, sequence }) => epoch === at.epoch && sequence <= at.sequence
    && !before.has(valueOf(epoch, sequence)) && ever.has(valueOf(epoch, sequence)));
  return early === undefined ? undefined : `line ${line} stores ${text(at)} before event ${early.sequence} was handed out`;
}
