import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Output, tokenOf } from './Output.ts';
import { freePort } from './ports.ts';
import { childrenOf, isRunning, processesWith } from './processes.ts';
import { patienceMs, until, within } from './waiting.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const gatewayRoom = join(root, 'Gateway.Web');
/** The program that GATEWAY_TEST_PROGRAM names, for instance that of a package, and otherwise the assembly that was built here. */
const program = process.env['GATEWAY_TEST_PROGRAM'] ?? join(gatewayRoom, 'bin', 'Release', 'net10.0', 'Gateway.Web.dll');
const page = join(gatewayRoom, 'wwwroot', 'index.html');
/** Workers inherit it, so that those of a store are known. */
export const storeVariable = 'GATEWAY_TEST_STORE';

export interface GatewayStart {
  /** Port to listen on; the default is a free one. */
  readonly port?: number;
  /** Directory of an earlier gateway's store; the default is a new directory. */
  readonly directory?: string;
  /** More settings, such as `--Gateway:Distribution:HistoryEvents=1000`. */
  readonly settings?: readonly string[];
}

/** A real gateway process with the simulator and the demo session. */
export class GatewayProcess {
  readonly directory: string;
  readonly url: string;
  readonly token: string;
  readonly #child: ChildProcess;
  readonly #output: Output;

  private constructor(child: ChildProcess, output: Output, directory: string, address: URL) {
    this.#child = child;
    this.#output = output;
    this.directory = directory;
    this.url = address.origin;
    this.token = tokenOf(address);
  }

  static async start(options: GatewayStart = {}): Promise<GatewayProcess> {
    requireOutput(program, 'dotnet build Gateway.Web -c Release -m:1');
    requireOutput(page, 'npm run build');
    const directory = options.directory ?? await mkdtemp(join(tmpdir(), 'gateway-e2e-'));
    const child = spawn(...command([
      `--urls=http://127.0.0.1:${options.port ?? await freePort()}`, '--Gateway:Demo:Enabled=true',
      `--Gateway:Store:Path=${join(directory, 'gateway.db')}`, '--Gateway:Workers:EnableAdoption=false', '--Gateway:Access:StartupToken=true', ...options.settings ?? [],
    ]), { cwd: gatewayRoom, env: { ...process.env, [storeVariable]: directory }, stdio: ['ignore', 'pipe', 'pipe'] });
    const output = new Output(child);
    return new GatewayProcess(child, output, directory, await output.readyAddress(child, patienceMs));
  }

  /** The printed address, with the token in its fragment. */
  get address(): string {
    return `${this.url}/#token=${this.token}`;
  }

  get port(): number {
    return Number(new URL(this.url).port);
  }

  /** The last part of what the gateway printed. */
  get output(): string {
    return this.#output.text;
  }

  /** Process ids of the workers. */
  workers(): readonly number[] {
    return childrenOf(this.#pid());
  }

  /** Does something while the gateway stands still and answers nobody. */
  async whilePaused(work: () => Promise<void>): Promise<void> {
    this.#child.kill('SIGSTOP');
    try {
      await work();
    } finally {
      this.#child.kill('SIGCONT');
    }
  }

  /** Asks the gateway to end and waits for it; fails when the gateway or a worker does not end as it should. */
  async stop(): Promise<void> {
    const workers = this.workers();
    await this.handOver();
    await until(patienceMs, `the end of the workers ${workers.join(', ')}`, () => !workers.some(isRunning));
  }

  /** Asks the gateway to end and waits for it; its workers remain for the next gateway. */
  async handOver(): Promise<void> {
    const ended = this.#child.exitCode === null ? once(this.#child, 'exit') : Promise.resolve([]);
    this.#child.kill('SIGTERM');
    try {
      await within(patienceMs, 'the end of the gateway after SIGTERM', ended);
    } catch (error) {
      this.kill();
      throw new Error(`The gateway was killed. It printed:\n${this.output}`, { cause: error });
    }
    if (this.#child.exitCode !== 0) {
      throw new Error(`The gateway ended with ${this.#child.exitCode ?? this.#child.signalCode ?? 'nothing'}. It printed:\n${this.output}`);
    }
  }

  /** Kills the gateway and waits until its process has ended. */
  async crash(): Promise<void> {
    const ended = once(this.#child, 'exit');
    this.kill();
    await within(patienceMs, 'the end of the gateway after SIGKILL', ended);
  }

  /** Kills the gateway without waiting, for the clean-up after a failed test. */
  kill(): void {
    if (this.#child.exitCode === null && this.#child.signalCode === null) {
      this.#child.kill('SIGKILL');
    }
  }

  /** Removes the store, and ends the workers that outlived a gateway for another one that did not come. */
  async remove(): Promise<void> {
    processesWith(storeVariable, this.directory).forEach((pid) => { process.kill(pid, 'SIGKILL'); });
    await rm(this.directory, { recursive: true, force: true, maxRetries: 20 });
  }

  #pid(): number {
    if (this.#child.pid === undefined) {
      throw new Error('The gateway has no process.');
    }
    return this.#child.pid;
  }
}

/** The program and its arguments; an assembly needs the machine's runtime. */
function command(args: readonly string[]): [program: string, args: string[]] {
  return program.endsWith('.dll') ? ['dotnet', [program, ...args]] : [program, [...args]];
}

function requireOutput(path: string, command: string): void {
  if (!existsSync(path)) {
    throw new Error(`${path} is missing. Build it first: ${command}`);
  }
}
