import type { RuleId } from '../rules.js';
import type { LogLine, LogRecord } from '../task.js';
import { eventOf } from '../gateway/items.js';
import type { GapItem } from '../wire.js';
import { type Evidence, laggedSpans, rank, type SentItem } from './Evidence.js';
import { type Check, failed, type Finding, pass, verdict } from './Finding.js';

type GapRecord = Extract<LogRecord, { readonly type: 'gap' }>;

function ruleOf(reason: unknown): RuleId {
  return reason === 'epochChanged' ? 'R-EPOCH' : reason === 'ahead' ? 'R-AHEAD' : 'R-GAP';
}

/** R-GAP, R-EPOCH and R-AHEAD: each gap that was received is in the log as it was sent, before anything newer, and no other is. */
export const gaps: Check = (evidence) => {
  const sent = evidence.sent.filter((entry): entry is SentItem & { readonly item: GapItem } => entry.item.kind === 'gap');
  const logged = evidence.log.filter((entry): entry is LogLine & { readonly record: GapRecord } => entry.record.type === 'gap');
  const invented = logged.filter(({ record }, i) => {
    const same = sent.filter(({ item }) => isSame(record, item)).length;
    return logged.slice(0, i + 1).filter(({ record: other }) => JSON.stringify(other) === JSON.stringify(record)).length > same;
  });
  const distinct = sent.filter(({ item }, i) => sent.findIndex((other) => JSON.stringify(other.item) === JSON.stringify(item)) === i);
  return [
    ...invented.map(({ line, record }) => failed(ruleOf(record.reason), `line ${line} tells a gap that was not sent like this: ${JSON.stringify(record)}`)),
    ...(invented.length > 0 ? [] : distinct.flatMap((gap) => judgeGap(evidence, gap, logged))),
  ];
};

function judgeGap(evidence: Evidence, { item, after }: SentItem & { readonly item: GapItem }, logged: readonly (LogLine & { readonly record: GapRecord })[]): readonly Finding[] {
  const rule = ruleOf(item.reason);
  const told = logged.find(({ record }) => isSame(record, item));
  const newer = evidence.delivered.find(({ epoch, sequence }) => epoch === after.epoch && sequence >= item.oldest);
  if (told === undefined) {
    return newer === undefined && evidence.passed(after.epoch) < item.oldest ? []
      : [failed(rule, `the gap ${item.reason} before ${item.oldest} was not handed out${newer === undefined ? '' : `, but event ${newer.sequence} on line ${newer.line} was`}`)];
  }
  return newer !== undefined && newer.line < told.line
    ? [failed(rule, `the gap on line ${told.line} comes after event ${newer.sequence} on line ${newer.line}`)]
    : pass(rule, `the gap ${item.reason} was handed out`);
}

function isSame(record: GapRecord, item: GapItem): boolean {
  return record.reason === item.reason && record.requestedAfter === item.requestedAfter && record.oldest === item.oldest
    && record.latest === item.latest && record.missed === item.missed;
}

/** R-LAGGED: each count stands directly before the events of its span, and is told once. */
export const lagged: Check = (evidence) => {
  const spans = laggedSpans(evidence.sent);
  if (spans.length === 0) {
    return [];
  }
  const faults: string[] = [];
  evidence.log.forEach(({ line, record }, i) => {
    const next = evidence.log.slice(i + 1).find(({ record: other }) => other.type !== 'position')?.record;
    if (record.type !== 'lagged') {
      return;
    }
    const last = next?.type === 'events' && typeof next.values.at(-1) === 'number' ? eventOf(next.values.at(-1) as number) : undefined;
    const span = spans.find(({ span: item }) => item.last === last?.sequence);
    if (span === undefined) {
      faults.push(`the counts on line ${line} are not followed by the events that they belong to`);
    } else if (span.lagged.conflated !== record.conflated || span.lagged.dropped !== record.dropped) {
      faults.push(`line ${line} says ${record.conflated} merged and ${record.dropped} dropped; sent were ${span.lagged.conflated} and ${span.lagged.dropped}`);
    }
  });
  for (const { span } of spans) {
    const line = evidence.log.findIndex(({ record }) => record.type === 'events' && record.values.includes(span.events.at(-1)?.value));
    const before = evidence.log.slice(0, Math.max(line, 0)).findLast(({ record }) => record.type !== 'position');
    if (line >= 0 && before?.record.type !== 'lagged') {
      faults.push(`the events ${span.first} to ${span.last} are handed out without the counts of what was merged`);
    }
  }
  return verdict('R-LAGGED', faults, `${spans.length} spans with counts`);
};

/** R-SNAPSHOT: each snapshot that was received is in the log as it was sent. */
export const snapshots: Check = (evidence) => {
  const sent = evidence.sent.flatMap(({ item, after }) => (item.kind === 'snapshot' ? [{ item, after }] : []));
  const logged = evidence.log.flatMap(({ record }) => (record.type === 'snapshot' ? [record] : []));
  if (sent.length === 0) {
    return [];
  }
  const key = (asOf: unknown, values: readonly unknown[]): string => JSON.stringify([asOf, values]);
  const told = logged.map(({ asOf, values }) => key(asOf, values));
  const expected = sent.filter(({ item, after }) => rank(after.epoch) >= 0 && evidence.passed(after.epoch) >= item.asOf)
    .map(({ item }) => key(item.asOf, item.events.map(({ value }) => value)));
  const faults = [
    ...expected.filter((one) => !told.includes(one)).map((one) => `the snapshot ${one} was not handed out as one`),
    ...told.filter((one, i) => !expected.includes(one) || told.indexOf(one) !== i).map((one) => `the log has the snapshot ${one}, which was not sent like this or was handed out before`),
  ];
  return verdict('R-SNAPSHOT', faults, `${sent.length} snapshots`);
};
