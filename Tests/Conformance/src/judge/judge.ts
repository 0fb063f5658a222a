import type { TimedEntry } from '../gateway/Transcript.js';
import type { LogLine } from '../task.js';
import { end, requests, retryAfter } from './behaviour.js';
import { Evidence } from './Evidence.js';
import { noLoss, once, order } from './events.js';
import type { Check, Finding } from './Finding.js';
import { gaps, lagged, snapshots } from './notices.js';
import { position, resume } from './positions.js';

const checks: readonly Check[] = [once, order, noLoss, resume, position, gaps, lagged, snapshots, retryAfter, requests, end];

/** What the transcript and the client's log of one scenario say about the rules. */
export function judge(entries: readonly TimedEntry[], log: readonly LogLine[]): readonly Finding[] {
  const evidence = new Evidence(entries, log);
  const seen = entries.flatMap((entry): Finding[] => (entry.type === 'finding' ? [{ rule: entry.rule, ok: entry.ok, text: entry.text }] : []));
  return [...seen, ...checks.flatMap((check) => check(evidence))];
}
