import { readdirSync, readFileSync } from 'node:fs';

/** The children of a process, from /proc; ended processes that were not collected yet do not count. */
export function childrenOf(pid: number): readonly number[] {
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map(Number)
    .filter((candidate) => {
      const facts = factsOf(candidate);
      return facts?.parent === pid && facts.state !== 'Z';
    });
}

export function isRunning(pid: number): boolean {
  const facts = factsOf(pid);
  return facts !== undefined && facts.state !== 'Z';
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
