import { type RuleId, ruleIds, rules } from './rules.js';
import type { Trial } from './run/runScenario.js';

export type RuleResult = 'pass' | 'fail' | 'not exercised';

/** What all scenarios together say about one rule. */
export interface RuleReport {
  readonly rule: RuleId;
  readonly text: string;
  readonly result: RuleResult;
  /** The scenarios that exercised it. */
  readonly scenarios: readonly string[];
  /** What was seen where it was broken. */
  readonly evidence: readonly string[];
}

export function reportOf(trials: readonly Trial[]): readonly RuleReport[] {
  return ruleIds.map((rule) => {
    const findings = trials.flatMap(({ scenario, findings: all }) => all.filter((finding) => finding.rule === rule).map((finding) => ({ scenario, ...finding })));
    const faults = findings.filter(({ ok }) => !ok);
    return {
      rule, text: rules[rule],
      result: faults.length > 0 ? 'fail' : findings.length > 0 ? 'pass' : 'not exercised',
      scenarios: [...new Set(findings.map(({ scenario }) => scenario))],
      evidence: faults.map(({ scenario, text }) => `${scenario}: ${text}`),
    };
  });
}

const labels: Readonly<Record<RuleResult, string>> = { pass: 'pass', fail: 'FAIL', 'not exercised': '----' };

/** So many lines of evidence tell enough; the JSON report has all. */
const mostEvidence = 8;

/** The report for people, without an end of line at its end. */
export function textOf(report: readonly RuleReport[]): string {
  const width = Math.max(...ruleIds.map((rule) => rule.length));
  const lines = report.flatMap(({ rule, text, result, scenarios, evidence }) => [
    `${labels[result]}  ${rule.padEnd(width)}  ${text}${result === 'pass' ? ` (${countOf(scenarios.length, 'scenario')})` : ''}`,
    ...evidence.slice(0, mostEvidence).map((line) => `${' '.repeat(width + 8)}${line}`),
    ...(evidence.length > mostEvidence ? [`${' '.repeat(width + 8)}and ${evidence.length - mostEvidence} more`] : []),
  ]);
  const count = (result: RuleResult): number => report.filter((rule) => rule.result === result).length;
  return [...lines, '', `${countOf(count('pass'), 'rule')} passed, ${count('fail')} failed, ${count('not exercised')} not exercised`].join('\n');
}

function countOf(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
