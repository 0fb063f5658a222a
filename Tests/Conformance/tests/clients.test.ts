import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** The program as it is installed, run as its users run it. */
function kit(...args: readonly string[]): Promise<{ readonly code: number; readonly output: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [here('../mxgateway-conformance.mjs'), ...args], { timeout: 600_000, maxBuffer: 1 << 24 }, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : error === null ? 0 : -1, output: stdout + stderr });
    });
  });
}

const subject = here('../../ConformanceSubject/bin/Release/net10.0/ConformanceSubject.dll');

describe('the clients of this repository keep every rule', () => {
  it.each([
    ['@mxgateway/client', `"${process.execPath}" "${here('../subject/subject.mjs')}" {task}`],
    ['Gateway.Client', `dotnet "${subject}" {task}`],
  ])('%s', async (name, client) => {
    if (client.includes(subject) && !existsSync(subject)) {
      throw new Error('Build the program first: dotnet build Tests/ConformanceSubject -c Release.');
    }
    const { code, output } = await kit('--client', client, '--patience', '3', '--parallel', '8');
    console.log(`${name}\n${output}`);
    expect(output).toMatch(/\d+ rules passed, 0 failed, 0 not exercised/);
    expect(code).toBe(0);
  });

  it.each([
    ['@mxgateway/client', `"${process.execPath}" "${here('../subject/subject.mjs')}" {task} json`],
    ['Gateway.Client', `dotnet "${subject}" {task} json`],
  ])('%s in the protocol json, where the two differ', async (_, client) => {
    const { output } = await kit('--client', client, '--patience', '3', '--only', 'live,unknown-*,truncated,huge,types-*');
    expect(output).toContain(' 0 failed');
  });
});

describe('the command line', () => {
  it('says how it is used, and what it has', async () => {
    expect((await kit('--help')).output).toContain('--client COMMAND');
    const { output } = await kit('list');
    expect(output).toContain('R-NO-LOSS');
    expect(output).toContain('epoch-change');
  });

  it('judges a transcript and a log again', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'conformance-check-'));
    const client = `"${process.execPath}" "${here('../subject/subject.mjs')}" {task}`;
    expect((await kit('--client', client, '--only', 'live', '--directory', directory, '--patience', '3')).code).toBe(0);
    const files = ['--transcript', join(directory, 'live.transcript'), '--log', join(directory, 'live.log')];
    const right = await kit('check', ...files);
    expect(right.output).toContain(' 0 failed');
    expect(right.code).toBe(0);
    const log = readFileSync(join(directory, 'live.log'), 'utf8');
    writeFileSync(join(directory, 'live.log'), log.replace('1000002,', ''));
    const wrong = await kit('check', ...files);
    expect(wrong.output).toContain('events 2 to 2 of epoch 00000000000000e1 were received and never handed out');
    expect(wrong.code).toBe(1);
    rmSync(directory, { recursive: true });
  });

  it.each([
    ['a client that cannot be started', ['--client', 'no-such-program', '--only', 'live'], 1, 'no-such-program'],
    ['a scenario that does not exist', ['--client', 'x', '--only', 'nothing'], 2, "no scenario 'nothing'"],
    ['no client', ['--parallel', '2'], 2, '--client is missing'],
    ['an option that does not exist', ['--clint', 'x'], 2, '--clint'],
  ])('says what is wrong: %s', async (_, args, code, text) => {
    const result = await kit(...args);
    expect(result.output).toContain(text);
    expect(result.code).toBe(code);
  });
});
