import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rmdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { childrenOf, isFirstOfNamespace } from './processes.ts';
import { patienceMs, until, within } from './waiting.ts';

const packages = fileURLToPath(new URL('../../../artifacts/package', import.meta.url));
const commandMs = 150_000;

/** Why a machine with systemd cannot be booted here; undefined when it can. */
export const linuxMachineIsMissing = reasonNoMachine();

/**
 * A machine with a systemd of its own: this machine's files under an overlay in memory, in namespaces of its own except for the network.
 * Nothing that is done in it reaches this machine's files, and its processes end with it.
 */
export class LinuxMachine {
  readonly #nspawn: ChildProcess;
  readonly #leader: number;
  readonly #root: string;

  private constructor(nspawn: ChildProcess, leader: number, root: string) {
    this.#nspawn = nspawn;
    this.#leader = leader;
    this.#root = root;
  }

  static async boot(): Promise<LinuxMachine> {
    const root = await mkdtemp(join(tmpdir(), 'gateway-machine-'));
    // systemd-nspawn does not take / itself. The mount is seen by these processes only, and ends with them.
    const script = 'mount --bind / "$1" && shift && exec systemd-nspawn "$@"';
    const nspawn = spawn('unshare', [
      '--mount', 'sh', '-c', script, 'boot', root, '--quiet', `--directory=${root}`, '--volatile=overlay', '--register=no', '--keep-unit',
      `--machine=gateway-${process.pid}`, `--bind-ro=${packages}:/mnt`, '--console=pipe', '--boot', 'systemd.unit=basic.target',
    ], { stdio: ['ignore', 'pipe', 'pipe'] });
    nspawn.stdout.resume();
    let problem = '';
    nspawn.stderr.setEncoding('utf8').on('data', (text: string) => { problem = (problem + text).slice(-2_000); });
    const leader = await until(patienceMs, 'the first process of the machine', () => {
      if (nspawn.exitCode !== null) {
        throw new Error(`The machine did not boot: ${problem}`);
      }
      return nspawn.pid === undefined ? undefined : childrenOf(nspawn.pid).find(isFirstOfNamespace);
    });
    const machine = new LinuxMachine(nspawn, leader, root);
    await until(patienceMs, 'systemd in the machine', async () => {
      const { output } = await machine.finish('systemctl is-system-running');
      // Degraded: a unit of this machine's own failed in it, such as one that cleans the directory that other tests use.
      if (output !== 'running' && output !== 'degraded') {
        throw new Error(`It is '${output}'.`);
      }
      return true;
    });
    return machine;
  }

  /** Runs a shell command in the machine to its end and returns its output. Fails when the command fails. */
  async run(command: string): Promise<string> {
    const { code, output } = await this.finish(command);
    if (code !== 0) {
      throw new Error(`'${command}' ended with exit code ${code}:\n${output}`);
    }
    return output;
  }

  /** The exit code of a shell command in the machine, and what it printed. */
  async finish(command: string): Promise<{ readonly code: number | null; readonly output: string }> {
    const child = spawn('nsenter', ['--target', String(this.#leader), '--all', 'sh', '-c', `${command} 2>&1`], { stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => { output += text; });
    await within(commandMs, `the end of '${command}'`, once(child, 'close'));
    return { code: child.exitCode, output: output.trimEnd() };
  }

  /** Ends the machine and everything that runs in it. */
  async end(): Promise<void> {
    const ended = once(this.#nspawn, 'close');
    process.kill(this.#leader, 'SIGKILL');
    await within(patienceMs, 'the end of the machine', ended);
    await rmdir(this.#root);
  }
}

/** The name of the archive for Linux in /mnt of a machine. */
export async function linuxArchive(): Promise<string> {
  const [archive] = (await readdir(packages)).filter((name) => name.endsWith('-linux-x64.tar.gz'));
  if (archive === undefined) {
    throw new Error(`${packages} has no archive for Linux; run 'npm run package -- --linux'.`);
  }
  return archive;
}

function reasonNoMachine(): string | undefined {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) {
    return 'it requires root on Linux';
  }
  if (!existsSync('/usr/bin/systemd-nspawn') || !existsSync('/lib/systemd/systemd')) {
    return 'it requires systemd and systemd-nspawn (Debian\'s package systemd-container)';
  }
  if (spawnSync('unshare', ['--mount', '--pid', '--fork', 'true']).status !== 0) {
    return 'this machine allows no namespaces';
  }
  return existsSync(packages) ? undefined : 'it requires the package for Linux: npm run package -- --linux';
}
