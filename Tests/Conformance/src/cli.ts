import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type TimedEntry } from './gateway/Transcript.js';
import { judge } from './judge/judge.js';
import { reportOf, type RuleReport, textOf } from './report.js';
import { ruleIds, rules } from './rules.js';
import { placeholders, processLauncher } from './run/launch.js';
import { runScenarios, type Trial } from './run/runScenario.js';
import { scenarios } from './scenarios/index.js';
import type { Scenario } from './scenarios/Scenario.js';
import { parseLog } from './task.js';

const usage = `Plays Gateway from scripts to a client and says which rules of the contract the client keeps.

  mxgateway-conformance --client "my-client {url} {token} {session} {log} {resumeAfter} {epoch}" [options]
  mxgateway-conformance check --transcript FILE --log FILE
  mxgateway-conformance list

  --client COMMAND     starts the client under test; these are replaced: ${placeholders.map((name) => `{${name}}`).join(' ')}
  --only NAMES         plays only these scenarios, separated by commas; 'cuts-*' means all that begin so
  --parallel N         plays so many scenarios at a time (default 4)
  --patience N         multiplies every limit, for slow machines (default 1)
  --directory DIR      where logs and transcripts go (default: a new temporary directory)
  --json FILE          writes the report as JSON too

Exit code: 0 when no rule is broken, 1 when one is, 2 when the kit could not run.
README.md says what the client has to do and what it has to log.`;

/** Runs the command line. Returns the exit code. */
export async function main(args: readonly string[]): Promise<number> {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        client: { type: 'string' }, only: { type: 'string' }, parallel: { type: 'string', default: '4' }, patience: { type: 'string', default: '1' },
        directory: { type: 'string' }, json: { type: 'string' }, transcript: { type: 'string' }, log: { type: 'string' }, help: { type: 'boolean', short: 'h' },
      },
    });
    if (values.help === true || (args.length === 0)) {
      console.log(usage);
      return 0;
    }
    switch (positionals[0]) {
      case 'list':
        console.log(listing());
        return 0;
      case 'check':
        return check(required(values.transcript, '--transcript'), required(values.log, '--log'));
      case undefined:
        return await run(required(values.client, '--client'), {
          chosen: chosen(values.only), parallel: numberOf(values.parallel, '--parallel'), patience: numberOf(values.patience, '--patience'),
          directory: values.directory, json: values.json,
        });
      default:
        throw new Error(`'${positionals[0]}' is no command; give --client, 'check' or 'list'.`);
    }
  } catch (error) {
    console.error((error as Error).message);
    console.error('mxgateway-conformance --help says how it is used.');
    return 2;
  }
}

interface Choices {
  readonly chosen: readonly Scenario[];
  readonly parallel: number;
  readonly patience: number;
  readonly directory: string | undefined;
  readonly json: string | undefined;
}

async function run(command: string, { chosen: played, parallel, patience, directory, json }: Choices): Promise<number> {
  const place = directory ?? mkdtempSync(join(tmpdir(), 'mxgateway-conformance-'));
  mkdirSync(place, { recursive: true });
  const began = performance.now();
  const trials = await runScenarios(played, { launch: processLauncher(command), directory: place, parallel, patience });
  const report = reportOf(trials);
  console.log(textOf(report));
  console.log(`${played.length} scenarios in ${Math.round((performance.now() - began) / 1000)} s; logs and transcripts are in ${place}`);
  for (const { scenario, output } of trials.filter(hasFailed)) {
    console.log(`\n${scenario}: the client printed\n${output.trim().split('\n').slice(-10).join('\n')}`);
  }
  if (json !== undefined) {
    writeFileSync(json, JSON.stringify({ report, trials }, undefined, 2));
  }
  return exitCode(report);
}

function hasFailed({ findings, output }: Trial): boolean {
  return output.trim() !== '' && findings.some(({ ok }) => !ok);
}

function check(transcript: string, log: string): number {
  const entries = readFileSync(transcript, 'utf8').split('\n').filter((line) => line !== '').map((line) => JSON.parse(line) as TimedEntry);
  const report = reportOf([{ scenario: transcript, findings: judge(entries, parseLog(readFileSync(log, 'utf8'))), output: '', ms: 0 }]);
  console.log(textOf(report));
  return exitCode(report);
}

function exitCode(report: readonly RuleReport[]): number {
  return report.some(({ result }) => result === 'fail') ? 1 : 0;
}

function listing(): string {
  return [
    ...ruleIds.map((rule) => `${rule.padEnd(14)} ${rules[rule]}`), '',
    ...scenarios.map(({ name, rule, text }) => `${name.padEnd(24)} ${rule.padEnd(14)} ${text}`),
  ].join('\n');
}

function chosen(only: string | undefined): readonly Scenario[] {
  if (only === undefined) {
    return scenarios;
  }
  return only.split(',').flatMap((name) => {
    const found = scenarios.filter((scenario) => (name.endsWith('*') ? scenario.name.startsWith(name.slice(0, -1)) : scenario.name === name));
    if (found.length === 0) {
      throw new Error(`There is no scenario '${name}'; 'mxgateway-conformance list' names them.`);
    }
    return found;
  });
}

function required(value: string | undefined, name: string): string {
  if (value === undefined) {
    throw new Error(`${name} is missing.`);
  }
  return value;
}

function numberOf(value: string, name: string): number {
  const number = Number(value);
  if (!(number > 0)) {
    throw new Error(`${name} is '${value}'; it must be a number above 0.`);
  }
  return number;
}
