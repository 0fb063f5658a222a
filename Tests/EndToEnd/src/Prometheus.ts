import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Output } from './Output.ts';
import { freePort } from './ports.ts';
import { patienceMs, until, within } from './waiting.ts';

const shipped = fileURLToPath(new URL('../../../Gateway.Web/Platform/Metrics/Monitoring', import.meta.url));

/** The reason why there is no Prometheus for the tests; undefined when there is one. */
export const prometheusMissing = ['prometheus', 'promtool'].every((name) => existsSync(`/usr/bin/${name}`))
  ? undefined : '/usr/bin/prometheus or /usr/bin/promtool does not exist (Debian: apt-get install prometheus).';

export interface PromAlert {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly state: string;
}

export interface PromRule {
  readonly name: string;
  readonly query: string;
  readonly health: string;
  readonly lastError?: string;
}

interface PromSample {
  readonly metric: Readonly<Record<string, string>>;
  readonly value: readonly [number, string];
}

/** A directory with the shipped files, as an operator copies them. */
export class MonitoringFiles {
  readonly directory: string;

  private constructor(directory: string) {
    this.directory = directory;
  }

  static async copy(token: string): Promise<MonitoringFiles> {
    const files = new MonitoringFiles(await mkdtemp(join(tmpdir(), 'gateway-prometheus-')));
    await cp(shipped, files.directory, { recursive: true });
    await writeFile(join(files.directory, 'gateway.token'), token, { mode: 0o600 });
    return files;
  }

  read(name: string): Promise<string> {
    return readFile(join(this.directory, name), 'utf8');
  }

  /** Replaces text of a file, which must be there. */
  async replace(name: string, ...changes: readonly (readonly [string, string])[]): Promise<void> {
    let text = await this.read(name);
    for (const [from, to] of changes) {
      if (!text.includes(from)) {
        throw new Error(`${name} does not contain '${from}'.`);
      }
      text = text.replaceAll(from, to);
    }
    await writeFile(join(this.directory, name), text);
  }

  /** Runs promtool there and returns what it printed; fails when promtool finds a fault. */
  async promtool(...args: readonly string[]): Promise<string> {
    const { stdout, stderr } = await promisify(execFile)('promtool', args, { cwd: this.directory, timeout: patienceMs });
    return stdout + stderr;
  }

  remove(): Promise<void> {
    return rm(this.directory, { recursive: true, force: true });
  }
}

/** A real Prometheus that scrapes and evaluates every second. */
export class Prometheus {
  readonly #url: string;
  readonly #child: ChildProcess;

  private constructor(url: string, child: ChildProcess) {
    this.#url = url;
    this.#child = child;
  }

  static async start(files: MonitoringFiles, gatewayPort: number): Promise<Prometheus> {
    await files.replace('prometheus.yml', ['127.0.0.1:5080', `127.0.0.1:${gatewayPort}`], ['_interval: 15s', '_interval: 1s']);
    const url = `http://127.0.0.1:${await freePort()}`;
    const child = spawn('prometheus', [
      `--config.file=${join(files.directory, 'prometheus.yml')}`, `--storage.tsdb.path=${join(files.directory, 'data')}`,
      `--web.listen-address=${new URL(url).host}`,
    ], { cwd: files.directory, stdio: ['ignore', 'pipe', 'pipe'] });
    const output = new Output(child);
    try {
      await until(patienceMs, 'Prometheus is ready', async () => (await fetch(`${url}/-/ready`)).ok);
    } catch (error) {
      child.kill('SIGKILL');
      throw new Error(`Prometheus did not start. It printed:\n${output.text}`, { cause: error });
    }
    return new Prometheus(url, child);
  }

  /** Evaluates an expression now; fails when Prometheus does not accept it. */
  async query(expression: string): Promise<readonly PromSample[]> {
    return (await this.#get(`query?query=${encodeURIComponent(expression)}`) as { readonly result: readonly PromSample[] }).result;
  }

  async rules(): Promise<readonly PromRule[]> {
    const { groups } = await this.#get('rules') as { readonly groups: readonly { readonly rules: readonly PromRule[] }[] };
    return groups.flatMap(({ rules }) => rules);
  }

  async alerts(): Promise<readonly PromAlert[]> {
    return (await this.#get('alerts') as { readonly alerts: readonly PromAlert[] }).alerts;
  }

  async stop(): Promise<void> {
    const ended = this.#child.exitCode === null && this.#child.signalCode === null ? once(this.#child, 'exit') : Promise.resolve([]);
    this.#child.kill('SIGTERM');
    try {
      await within(patienceMs, 'the end of Prometheus after SIGTERM', ended);
    } catch (error) {
      this.#child.kill('SIGKILL');
      throw error;
    }
  }

  async #get(path: string): Promise<unknown> {
    const response = await fetch(`${this.#url}/api/v1/${path}`, { signal: AbortSignal.timeout(patienceMs) });
    const { status, data, error } = await response.json() as { readonly status: string; readonly data: unknown; readonly error?: string };
    if (status !== 'success') {
      throw new Error(`Prometheus refuses '${decodeURIComponent(path)}': ${error ?? response.statusText}`);
    }
    return data;
  }
}
