import { valueOf } from '../gateway/items.js';
import type { Position } from '../wire.js';
import { type DeliveredEvent, type Evidence, rank, text } from './Evidence.js';
import { type Check, failed, type Finding, verdict } from './Finding.js';

/** At most so many faults of a kind are told; one defect often gives hundreds. */
const mostFaults = 5;

/** R-ONCE, and what was handed out of items that only a hostile gateway or a snapshot had. */
export const once: Check = (evidence) => {
  const { delivered, foreign } = evidence;
  if (delivered.length === 0 && foreign.length === 0) {
    return [];
  }
  const sent = new Set(evidence.sentEvents.map(({ epoch, sequence }) => valueOf(epoch, sequence)));
  const firstLines = new Map<number, number>();
  const faults: string[] = foreign.map(({ value, line }) => `line ${line} hands out the value ${JSON.stringify(value)}, which no event has`);
  const others: Finding[] = [];
  for (const event of delivered) {
    const before = firstLines.get(event.value);
    if (!sent.has(event.value)) {
      others.push(misplaced(evidence, event));
    } else if (before !== undefined) {
      faults.push(`event ${text(event)} is handed out on line ${before} and again on line ${event.line}`);
    }
    firstLines.set(event.value, before ?? event.line);
  }
  return [...others.slice(0, mostFaults), ...verdict('R-ONCE', faults.slice(0, mostFaults), `${firstLines.size} events`)];
};

/** An event that was never sent as one: where it comes from says which rule is broken. */
function misplaced(evidence: Evidence, event: DeliveredEvent): Finding {
  const hostile = evidence.entries.find((entry) => entry.type === 'sentHostile' && entry.values.includes(event.value));
  if (hostile?.type === 'sentHostile') {
    return failed(hostile.rule, `line ${event.line} hands out event ${text(event)} of an item that should not have been accepted`);
  }
  const isInSnapshot = evidence.sent.some(({ item, after }) => item.kind === 'snapshot' && after.epoch === event.epoch && item.events.some(({ value }) => value === event.value));
  return isInSnapshot
    ? failed('R-SNAPSHOT', `line ${event.line} hands out ${text(event)} of a snapshot as a live event`)
    : failed('R-ONCE', `line ${event.line} hands out event ${text(event)}, which was not sent`);
}

/** R-ORDER: of the first time that each event was handed out. */
export const order: Check = ({ delivered }) => {
  const seen = new Set<number>();
  const faults: string[] = [];
  let highest: DeliveredEvent | undefined;
  for (const event of delivered) {
    if (seen.has(event.value)) {
      continue;
    }
    seen.add(event.value);
    if (highest !== undefined && compare(event, highest) < 0) {
      faults.push(`event ${text(event)} on line ${event.line} comes after ${text(highest)} on line ${highest.line}`);
    } else {
      highest = event;
    }
  }
  return seen.size < 2 ? [] : verdict('R-ORDER', faults.slice(0, mostFaults), `${seen.size} events in order`);
};

/** R-NO-LOSS: of what was sent, as far as the client has gone on. Positions that were stored too early belong to R-POSITION. */
export const noLoss: Check = (evidence) => {
  const { sentEvents } = evidence;
  if (sentEvents.length === 0) {
    return [];
  }
  const handedOut = new Set(evidence.delivered.map(({ value }) => value));
  const passed = new Map(sentEvents.map(({ epoch }) => [epoch, evidence.passed(epoch)]));
  const lost = [...new Map(sentEvents.map((event) => [valueOf(event.epoch, event.sequence), event]))]
    .filter(([value, event]) => event.sequence <= (passed.get(event.epoch) ?? 0) && !handedOut.has(value))
    .map(([, event]) => event);
  return verdict('R-NO-LOSS', runsOf(lost).slice(0, mostFaults), `all of ${new Set(sentEvents.map(({ epoch, sequence }) => valueOf(epoch, sequence))).size} events`);
};

function runsOf(lost: readonly Position[]): readonly string[] {
  const runs: { epoch: string; first: number; last: number }[] = [];
  for (const { epoch, sequence } of [...lost].sort(compare)) {
    const run = runs.at(-1);
    if (run?.epoch === epoch && run.last === sequence - 1) {
      run.last = sequence;
    } else {
      runs.push({ epoch, first: sequence, last: sequence });
    }
  }
  return runs.map(({ epoch, first, last }) => `events ${first} to ${last} of epoch ${epoch} were received and never handed out`);
}

function compare(a: Position, b: Position): number {
  return rank(a.epoch) - rank(b.epoch) || a.sequence - b.sequence;
}
