import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Finding } from '../judge/Finding.js';
import { judge } from '../judge/judge.js';
import type { Scenario } from '../scenarios/Scenario.js';
import type { Launch } from './launch.js';
import { SceneBroken, Stage } from './Stage.js';

export interface Trial {
  readonly scenario: string;
  readonly findings: readonly Finding[];
  /** The end of what the client printed. */
  readonly output: string;
  readonly ms: number;
}

export interface RunOptions {
  readonly launch: Launch;
  /** Where logs and transcripts go. */
  readonly directory: string;
  readonly patience?: number | undefined;
}

/** Plays one scenario to the client and judges it. The transcript and the log are in the directory afterwards. */
export async function runScenario(scenario: Scenario, { launch, directory, patience = 1 }: RunOptions): Promise<Trial> {
  const log = join(directory, `${scenario.name}.log`);
  // The log of an earlier run.
  rmSync(log, { force: true });
  const stage = new Stage({ rule: scenario.rule, launch, patience, log });
  try {
    await scenario.play(stage);
  } catch (error) {
    if (!(error instanceof SceneBroken)) {
      throw error;
    }
  } finally {
    await stage.close();
  }
  const { entries } = stage.transcript;
  writeFileSync(join(directory, `${scenario.name}.transcript`), entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''));
  return { scenario: scenario.name, findings: judge(entries, stage.log), output: stage.output, ms: stage.transcript.now };
}

/** Plays the scenarios, some at a time; the trials are in the order of the scenarios. */
export async function runScenarios(scenarios: readonly Scenario[], options: RunOptions & { readonly parallel: number }): Promise<readonly Trial[]> {
  const trials: Trial[] = [];
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let i = next++; i < scenarios.length; i = next++) {
      const scenario = scenarios[i];
      if (scenario !== undefined) {
        trials[i] = await runScenario(scenario, options);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, options.parallel) }, lane));
  return trials;
}
