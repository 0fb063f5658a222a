import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fakeOf, place, wine as machinesWine, windowsPath, type Wine as Machine } from '../../Wine/wine.mjs';
import { enterWow64, type Wow64 } from '../../Wine/wow64.mjs';
import { Output } from './Output.ts';
import { patienceMs, until, within } from './waiting.ts';

const wow64Package = 'gateway-x86';

/** How long the last output of a program that has ended is waited for. */
const lastOutputMs = 1_000;

/** A Wine prefix and the packaged gateway that runs in it. */
export class Wine {
  /** Directory of the packaged gateway, which Tests/Wine/prepare.mjs makes. */
  readonly package: string;
  readonly #machine: Machine;

  constructor(machine: Machine, packageName: string) {
    this.#machine = machine;
    this.package = join(place, packageName);
  }

  /** Starts a Windows program with redirected output. */
  start(program: string, args: readonly string[], variables: Readonly<Record<string, string>> = {}): ChildProcess {
    const { file, args: all, env } = this.#machine.command('wine', [program, ...args], variables, this.package);
    return spawn(file, all, { stdio: ['ignore', 'pipe', 'pipe'], env });
  }

  /** Runs a Windows command to its end and returns its output as text. Fails when the command fails. */
  async run(command: string, ...args: readonly string[]): Promise<string> {
    return this.#outputOf(patienceMs, command, ...args);
  }

  async #outputOf(limitMs: number, command: string, ...args: readonly string[]): Promise<string> {
    const child = this.start(command, args);
    const parts: Buffer[] = [];
    child.stdout?.on('data', (part: Buffer) => parts.push(part));
    child.stderr?.resume();
    const closed = once(child, 'close');
    try {
      await within(limitMs, `${command} ${args.join(' ')}`, once(child, 'exit'));
    } catch (error) {
      child.kill('SIGKILL');
      throw error;
    }
    // What it printed is in the pipe. Programs that it started, such as the prefix's services, may keep the pipe open.
    await Promise.race([closed, delay(lastOutputMs)]);
    child.stdout?.destroy();
    child.stderr?.destroy();
    if (child.exitCode !== 0) {
      throw new Error(`${command} ${args.join(' ')} ended with ${child.exitCode ?? child.signalCode}: ${Buffer.concat(parts).toString()}`);
    }
    const stdout = Buffer.concat(parts);
    // Some of the system's tools write UTF-16 with a byte order mark, others write plain text.
    return (stdout[0] === 0xff && stdout[1] === 0xfe ? stdout.subarray(2).toString('utf16le') : stdout.toString()).replaceAll('\r\n', '\n');
  }

  /** The exit code of a Windows command. Programs that it starts, such as a service, may keep its output open. */
  async exitOf(command: string, ...args: readonly string[]): Promise<number | null> {
    const child = this.start(command, args);
    child.stdout?.resume();
    child.stderr?.resume();
    await within(patienceMs, `the end of ${command}`, once(child, 'exit'));
    return child.exitCode;
  }

  /** The exit code and the output of a Windows command that starts no other programs. */
  async finish(command: string, ...args: readonly string[]): Promise<{ readonly code: number | null; readonly output: string }> {
    const child = this.start(command, args);
    const output = new Output(child);
    await within(patienceMs, `the end of ${command}`, once(child, 'close'));
    return { code: child.exitCode, output: output.text };
  }

  /** Windows process ids of the workers in the prefix. */
  async workers(): Promise<readonly number[]> {
    const list = await until(patienceMs, 'a whole list of the processes', () => this.#processes());
    return list.split('\n').filter((line) => line.startsWith('Gateway.Worker.exe')).map((line) => Number(/\s(\d+)\s/.exec(line)?.[1]));
  }

  /**
   * The list that wmic.exe prints. It may be incomplete while a process ends; then it does not contain wmic.exe either, and this is undefined.
   * It fails when wmic.exe does not answer, so that it can be asked again.
   */
  async #processes(): Promise<string | undefined> {
    const list = await this.#outputOf(patienceMs / 3, 'wmic', 'process', 'get', 'ProcessId,Name');
    return list.includes('wmic.exe') ? list : undefined;
  }

  /** Kills a Windows process. */
  async end(processId: number): Promise<void> {
    await this.run('taskkill', '/f', '/pid', String(processId));
  }

  /**
   * Starts Wine anew and lets it stay until {@link shutDown}. Otherwise it ends the prefix's services at once, and with them the prefix,
   * whenever no other program is running.
   */
  async stay(): Promise<void> {
    await this.shutDown();
    await this.#quietly('wineserver', '-p');
    // The first program starts the prefix's services, and they keep its output.
    await this.#quietly('wine', 'cmd', '/c', 'exit');
  }

  /** Ends everything that runs in the prefix. */
  async shutDown(): Promise<void> {
    await this.#quietly('wineserver', '-k');
    await this.#quietly('wineserver', '-w');
  }

  async #quietly(program: string, ...args: readonly string[]): Promise<void> {
    const command = this.#machine.command(program, args);
    const child = spawn(command.file, command.args, { stdio: 'ignore', env: command.env });
    await within(patienceMs, `the end of ${program} ${args.join(' ')}`, once(child, 'exit'));
  }

  /** A directory on drive C of the prefix. */
  directory(name: string): WindowsDirectory {
    return new WindowsDirectory(join(this.#machine.prefix, 'drive_c'), name);
  }
}

/** A Windows directory, and its path outside Wine. */
export class WindowsDirectory {
  readonly windowsPath: string;
  readonly path: string;

  constructor(drive: string, name: string) {
    this.windowsPath = `C:\\${name}`;
    this.path = join(drive, ...name.split('\\'));
  }

  async remove(): Promise<void> {
    await rm(this.path, { recursive: true, force: true, maxRetries: 20 });
  }
}

/** The machine's own Wine, with the package that has a 64-bit worker. */
export const wine = new Wine(machinesWine, 'gateway-x64');

/** The reason why the tests under Wine cannot run; undefined when they can. */
export const wineIsMissing = existsSync(join(wine.package, 'Gateway.Web.exe')) && existsSync(machinesWine.prefix)
  ? undefined
  : 'there is no Wine, or it is not prepared: node Tests/Wine/prepare.mjs';

/** Wine for both bitnesses, with the package for MXAccess, which has a 32-bit worker. */
export class Wow64Wine extends Wine {
  readonly #root: Wow64;

  private constructor(root: Wow64) {
    super(root, wow64Package);
    this.#root = root;
  }

  static async enter(): Promise<Wow64Wine> {
    const root = await enterWow64();
    if (typeof root === 'string') {
      throw new Error(`Wine for both bitnesses is no longer available: ${root}.`);
    }
    return new Wow64Wine(root);
  }

  /** Ends everything that still runs in it. */
  async leave(): Promise<void> {
    await this.#root.leave();
  }
}

/** The reason why the tests under Wine for both bitnesses cannot run; undefined when they can. */
export const wow64IsMissing = existsSync(join(place, wow64Package, 'worker', 'Gateway.Worker.exe'))
  ? undefined
  : 'there is none, or it is not prepared: node Tests/Wine/prepare.mjs';

export { fakeOf, windowsPath };
