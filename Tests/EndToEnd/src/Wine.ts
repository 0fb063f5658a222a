import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { within } from './waiting.ts';

const place = fileURLToPath(new URL('../../../artifacts/wine', import.meta.url));
const prefix = join(place, 'prefix');
const commandMs = 30_000;

/** Where the Windows package lies; see Tests/Wine/prepare.mjs. */
export const windowsPackage = join(place, 'gateway');

/** Why the tests under Wine cannot run; undefined when they can. */
export const wineIsMissing = existsSync(join(windowsPackage, 'Gateway.Web.exe')) && existsSync(prefix)
  ? undefined
  : 'no Wine, or not prepared: node Tests/Wine/prepare.mjs';

const environment = { ...process.env, WINEPREFIX: prefix, WINEDEBUG: '-all', WINEDLLOVERRIDES: 'mshtml=' };

/** Starts a Windows program with redirected output. */
export function startUnderWine(program: string, args: readonly string[], variables: Readonly<Record<string, string>> = {}): ChildProcess {
  return spawn('wine', [program, ...args], {
    cwd: windowsPackage, stdio: ['ignore', 'pipe', 'pipe'], env: { ...environment, ...variables },
  });
}

/** Runs a Windows command to its end; its output as text. Fails when the command does. */
export async function windows(command: string, ...args: readonly string[]): Promise<string> {
  const running = promisify(execFile)('wine', [command, ...args], { cwd: windowsPackage, env: environment, timeout: commandMs, encoding: 'buffer' });
  // Its own time limit ends the program only; what that started may keep its output open.
  const { stdout } = await within(commandMs + 5_000, `${command} ${args.join(' ')}`, running);
  // Some of the system's tools write UTF-16 with its mark, others plain text.
  return (stdout[0] === 0xff && stdout[1] === 0xfe ? stdout.subarray(2).toString('utf16le') : stdout.toString()).replaceAll('\r\n', '\n');
}

/** The exit code of a Windows command. */
export async function exitOf(command: string, ...args: readonly string[]): Promise<number | null> {
  const child = startUnderWine(command, args);
  child.stdout?.resume();
  child.stderr?.resume();
  await within(commandMs, `the end of ${command}`, once(child, 'exit'));
  return child.exitCode;
}

/** Windows process ids of the workers that run in the prefix. Fails when the list is not whole, as it is while a process ends. */
export async function workersUnderWine(): Promise<readonly number[]> {
  const list = await windows('wmic', 'process', 'get', 'ProcessId,Name');
  if (!list.includes('wmic.exe')) {
    throw new Error(`The list of processes lacks the one that made it:\n${list}`);
  }
  return list.split('\n').filter((line) => line.startsWith('Gateway.Worker.exe')).map((line) => Number(/\s(\d+)\s/.exec(line)?.[1]));
}

/** Ends a Windows process at once. */
export async function endUnderWine(processId: number): Promise<void> {
  await windows('taskkill', '/f', '/pid', String(processId));
}

/** A directory of the prefix's drive C, and its place outside of Wine. */
export class WindowsDirectory {
  readonly windowsPath: string;
  readonly path: string;

  constructor(name: string) {
    this.windowsPath = `C:\\${name}`;
    this.path = join(prefix, 'drive_c', ...name.split('\\'));
  }

  async remove(): Promise<void> {
    await rm(this.path, { recursive: true, force: true });
  }
}
