import type { ChildProcess } from 'node:child_process';
import { until } from './waiting.ts';

const keptCharacters = 20_000;

/** The last part of what a process prints. */
export class Output {
  text = '';
  #closed = false;

  constructor(child: ChildProcess) {
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (part: string) => {
        this.text = (this.text + part).slice(-keptCharacters);
      });
    }
    child.once('close', () => { this.#closed = true; });
  }

  /** Waits for the address that a gateway prints when it is ready, with the token in its fragment. A gateway that prints none is killed. */
  async readyAddress(child: ChildProcess, limitMs: number): Promise<URL> {
    try {
      const address = await until(limitMs, 'the gateway to print its address', () =>
        /Gateway is ready: (\S+)\s/.exec(this.text)?.[1] ?? (this.#closed ? 'nowhere' : undefined));
      if (address === 'nowhere') {
        throw new Error(`The gateway ended with exit code ${child.exitCode}.`);
      }
      return new URL(address);
    } catch (error) {
      child.kill('SIGKILL');
      throw new Error(`The gateway did not start. It printed:\n${this.text}`, { cause: error });
    }
  }
}

/** The token in the address that a gateway prints. */
export function tokenOf(address: URL): string {
  return new URLSearchParams(address.hash.slice(1)).get('token') ?? '';
}
