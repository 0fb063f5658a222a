import type { ChildProcess } from 'node:child_process';

const keptCharacters = 20_000;

/** What a process prints, its end only. */
export class Output {
  text = '';

  constructor(child: ChildProcess) {
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (part: string) => {
        this.text = (this.text + part).slice(-keptCharacters);
      });
    }
  }
}
