import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { once } from 'node:events';
import type { Task } from '../task.js';

/** A running client under test. */
export interface RunningClient {
  /** Completes with the exit code when the client has ended; null when it was killed. */
  readonly exited: Promise<number | null>;
  /** What it wrote to its standard output and error. */
  readonly output: () => string;
  /** Ends it at once, without a chance to write anything. */
  kill(): void;
}

export type Launch = (task: Task) => RunningClient;

/** Keeps a client that prints without end from filling the memory. */
const maxOutput = 100_000;

/** Starts the client as a process, without a shell. `{url}` and the like in the arguments are replaced. */
export function processLauncher(command: string): Launch {
  const [program, ...args] = splitCommand(command);
  if (program === undefined) {
    throw new Error('The client\'s command is empty.');
  }
  return (task) => {
    const taskFile = `${task.log}.task.json`;
    writeFileSync(taskFile, JSON.stringify(task, undefined, 2));
    const child = spawn(program, args.map((arg) => fillIn(arg, task, taskFile)), { stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const note = (text: string): void => { output = (output + text).slice(-maxOutput); };
    child.stdout.setEncoding('utf8').on('data', note);
    child.stderr.setEncoding('utf8').on('data', note);
    const exited = once(child, 'close').then(([code]) => code as number | null, (error: unknown) => {
      note(`The client could not be started: ${(error as Error).message}`);
      return -1;
    });
    return { exited, output: () => output, kill: () => { child.kill('SIGKILL'); } };
  };
}

/** The names that may stand in braces in the client's command. */
export const placeholders = ['task', 'url', 'urls', 'token', 'tokenUrl', 'session', 'log', 'resumeAfter', 'epoch', 'snapshot', 'mode'] as const;

function fillIn(arg: string, task: Task, taskFile: string): string {
  const { url, urls, token, tokenUrl, session, log, request } = task;
  const values: Record<(typeof placeholders)[number], string> = {
    task: taskFile, url, urls: urls.join(','), token, tokenUrl, session, log,
    resumeAfter: request.resumeAfter?.toString() ?? '', epoch: request.epoch ?? '', snapshot: request.snapshot ?? 'none', mode: request.mode ?? 'lossless',
  };
  return placeholders.reduce((text, name) => text.replaceAll(`{${name}}`, values[name]), arg);
}

/** Splits at blanks; a part in double or single quotes is one argument. */
export function splitCommand(command: string): readonly string[] {
  return [...command.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map((match) => match[1] ?? match[2] ?? match[3] ?? '');
}
