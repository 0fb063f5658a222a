import { setTimeout as delay } from 'node:timers/promises';

/**
 * Longer than anything takes that a test waits for, also under Wine on a busy machine. It ends the wait for what never comes, and says
 * nothing about speed.
 */
export const patienceMs = 90_000;

const pollMs = 50;

/** Returns the promise's result. If that takes longer than the limit, it fails, and the error names what was awaited. */
export async function within<T>(ms: number, what: string, promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => { reject(new Error(`${what} took longer than ${ms} ms.`)); }, ms);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Polls until the answer is neither undefined nor false. If that takes too long, it fails, and the error names what was awaited and the
 * last error.
 */
export async function until<T>(ms: number, what: string, ask: () => Promise<T | undefined | false> | T | undefined | false): Promise<T> {
  const end = Date.now() + ms;
  let problem: unknown;
  do {
    try {
      const answer = await within(Math.max(1, end - Date.now()), what, Promise.resolve(ask()));
      if (answer !== undefined && answer !== false) {
        return answer;
      }
      problem = undefined;
    } catch (error) {
      problem = error;
    }
    await delay(pollMs);
  } while (Date.now() < end);
  throw new Error(`Not within ${ms} ms: ${what}.`, problem === undefined ? undefined : { cause: problem });
}
