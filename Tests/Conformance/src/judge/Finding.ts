import type { RuleId } from '../rules.js';
import type { Evidence } from './Evidence.js';

/** What a scenario says about a rule. */
export interface Finding {
  readonly rule: RuleId;
  readonly ok: boolean;
  /** What was seen. */
  readonly text: string;
}

/** A check of one rule, or of several that belong together. Nothing is found where the scenario does not exercise the rule. */
export type Check = (evidence: Evidence) => readonly Finding[];

export function pass(rule: RuleId, text: string): readonly Finding[] {
  return [{ rule, ok: true, text }];
}

export function failed(rule: RuleId, text: string): Finding {
  return { rule, ok: false, text };
}

/** The faults; if there are none, that the rule was kept. */
export function verdict(rule: RuleId, faults: readonly string[], kept: string): readonly Finding[] {
  return faults.length > 0 ? faults.map((fault) => failed(rule, fault)) : pass(rule, kept);
}
