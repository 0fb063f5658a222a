import { readdirSync, readFileSync } from 'node:fs';

/** The children of a process, from /proc; ended processes that were not collected yet do not count. */
export function childrenOf(pid: number): readonly number[] {
  return all().filter((candidate) => {
    const facts = factsOf(candidate);
    return facts?.parent === pid && facts.state !== 'Z';
  });
}

/** The processes that were started with this environment variable. */
export function processesWith(variable: string, value: string): readonly number[] {
  return all().filter((candidate) => {
    try {
      return readFileSync(`/proc/${candidate}/environ`, 'latin1').split('\0').includes(`${variable}=${value}`);
    } catch {
      return false;
    }
  });
}

export function isRunning(pid: number): boolean {
  const facts = factsOf(pid);
  return facts !== undefined && facts.state !== 'Z';
}

/** Whether a process is the first one of a namespace, as the init of a machine in namespaces is. */
export function isFirstOfNamespace(pid: number): boolean {
  try {
    return /^NSpid:\t.*\t1$/m.test(readFileSync(`/proc/${pid}/status`, 'latin1'));
  } catch {
    return false;
  }
}

function all(): readonly number[] {
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map(Number);
}

function factsOf(pid: number): { readonly state: string; readonly parent: number } | undefined {
  try {
    // The format is "pid (name) state parent …". The name may contain anything, so the last parenthesis ends it.
    const text = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const [state, parent] = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return state === undefined ? undefined : { state, parent: Number(parent) };
  } catch {
    return undefined;
  }
}
