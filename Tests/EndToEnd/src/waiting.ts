import { setTimeout as delay } from 'node:timers/promises';

const pollMs = 50;

/** The promise's result; fails with what was waited for when it takes longer. */
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

/** Asks until the answer is not undefined and not false; fails with what was waited for, and the last error, if any. */
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
