import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** The program as it is installed, run as its users run it. */
function kit(...args: readonly string[]): Promise<{ readonly code: number; readonly output: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [here('../mxgateway-conformance.mjs'), ...args], { timeout: 200_000, maxBuffer: 1 << 24 }, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : error === null ? 0 : -1, output: stdout + stderr });
    });
  });
}

describe('the clients of this repository keep every rule', () => {
  it('@mxgateway/client', async () => {
    const { code, output } = await kit('--client', `"${process.execPath}" "${here('../subject/subject.mjs')}" {task}`, '--patience', '3');
    console.log(output);
    expect(output).toMatch(/\d+ rules passed, 0 failed, 0 not exercised/);
    expect(code).toBe(0);
  });
});

describe('the command line', () => {
  it('says how it is used, and what it has', async () => {
    expect((await kit('--help')).output).toContain('--client COMMAND');
    const { output } = await kit('list');
    expect(output).toContain('R-NO-LOSS');
    expect(output).toContain('epoch-change');
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
