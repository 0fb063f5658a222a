import { readdirSync, readFileSync } from 'node:fs';

/** The children of a process, from /proc; those that ended and wait to be collected do not count. */
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
    // "pid (name) state parent …"; the name may hold anything, so the last parenthesis counts.
    const text = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const [state, parent] = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return state === undefined ? undefined : { state, parent: Number(parent) };
  } catch {
    return undefined;
  }
}
