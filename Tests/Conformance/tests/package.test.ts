import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';

const kit = fileURLToPath(new URL('..', import.meta.url));
const runMs = 100_000;
const shell = process.platform === 'win32';
let directory: string;

const run = (program: string, args: readonly string[], cwd: string): Promise<{ readonly stdout: string }> =>
  promisify(execFile)(program, [...args], { cwd, timeout: runMs, shell });

beforeAll(async () => { directory = await mkdtemp(join(tmpdir(), 'conformance-package-')); });

afterAll(() => rm(directory, { recursive: true, force: true }));

it('runs with one command where only the packed file is installed', async () => {
  const { stdout } = await run('npm', ['pack', '--json', '--pack-destination', directory], kit);
  const [packed] = JSON.parse(stdout) as [{ readonly filename: string; readonly files: readonly { readonly path: string }[] }];
  expect(packed.files.map(({ path }) => path).filter((path) => !/^dist\/.*\.js$/.test(path)).sort()).toEqual(['README.md', 'mxgateway-conformance.mjs', 'package.json']);
  await writeFile(join(directory, 'package.json'), '{ "private": true }');
  await run('npm', ['install', `./${packed.filename}`, '--prefer-offline', '--no-audit', '--no-fund', '--ignore-scripts'], directory);
  const client = `"${process.execPath}" "${join(kit, 'subject', 'subject.mjs')}" {task}`;
  const report = join(directory, 'report.json');
  const played = await run('npx', ['mxgateway-conformance', '--client', shell ? `"${client.replaceAll('"', '\\"')}"` : client, '--only', 'live', '--json', report, '--patience', '3'], directory);
  expect(played.stdout).toContain(' 0 failed');
  const { trials } = JSON.parse(await readFile(report, 'utf8')) as { readonly trials: readonly { readonly scenario: string }[] };
  expect(trials.map(({ scenario }) => scenario)).toEqual(['live']);
});
