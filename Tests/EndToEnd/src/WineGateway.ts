import { type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { Output, tokenOf } from './Output.ts';
import { freePort } from './ports.ts';
import { wine as machinesWine, type WindowsDirectory, type Wine } from './Wine.ts';
import { patienceMs, until, within } from './waiting.ts';

let started = 0;

export interface WineGatewayStart {
  /** The Wine whose package is started; the default is the machine's own. */
  readonly wine?: Wine;
  /** Port to listen on; the default is a free one. */
  readonly port?: number;
  /** Directory of an earlier gateway's store; the default is a new directory. */
  readonly directory?: WindowsDirectory;
  /** More settings, such as `--Gateway:Sessions:MaxSessions=1`. */
  readonly settings?: readonly string[];
  /** More environment variables for the gateway, which its workers inherit. */
  readonly variables?: Readonly<Record<string, string>>;
}

/** The packaged Windows gateway under Wine, with its workers and pipes. */
export class WineGateway {
  readonly directory: WindowsDirectory;
  readonly url: string;
  readonly token: string;
  readonly #child: ChildProcess;
  readonly #output: Output;

  private constructor(child: ChildProcess, output: Output, directory: WindowsDirectory, address: URL) {
    this.#child = child;
    this.#output = output;
    this.directory = directory;
    this.url = address.origin;
    this.token = tokenOf(address);
  }

  static async start(options: WineGatewayStart = {}): Promise<WineGateway> {
    const wine = options.wine ?? machinesWine;
    placeStandIn(wine);
    started += 1;
    const directory = options.directory ?? wine.directory(`gateway-${process.pid}-${started}`);
    const child = wine.start('Gateway.Web.exe', [
      `--urls=http://127.0.0.1:${options.port ?? await freePort()}`, '--Gateway:Demo:Enabled=true',
      `--Gateway:Store:Path=${directory.windowsPath}\\gateway.db`, '--Gateway:Workers:EnableAdoption=false', '--Gateway:Access:StartupToken=true', ...options.settings ?? [],
    ], options.variables);
    const output = new Output(child);
    return new WineGateway(child, output, directory, await output.readyAddress(child, patienceMs));
  }

  get port(): number {
    return Number(new URL(this.url).port);
  }

  /** Waits until the gateway has printed what matches. The error has what it printed instead. */
  async printed(wanted: RegExp): Promise<void> {
    try {
      await until(patienceMs, `the gateway to print ${wanted}`, () => wanted.test(this.#output.text));
    } catch (error) {
      throw new Error(`The gateway did not print ${wanted}. The last part of what it printed:\n${this.#output.text}`, { cause: error });
    }
  }

  /** Kills the gateway, as a crash would end it. A console program under Wine cannot be asked to end; for the service see packages/service.test.ts. */
  async kill(): Promise<void> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) {
      const ended = once(this.#child, 'exit');
      this.#child.kill('SIGKILL');
      await within(patienceMs, 'the end of the gateway', ended);
    }
  }
}

/** Copies the substitute for ncrypt.dll beside the program, where the runtime looks first. */
export function placeStandIn(wine: Wine): void {
  copyFileSync(join(wine.package, '..', 'ncrypt.dll'), join(wine.package, 'ncrypt.dll'));
}
