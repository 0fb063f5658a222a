/** The passing of time, replaceable in tests. */
export interface Timers {
  /** Calls back once after the delay (milliseconds); the returned function cancels it. */
  after(delayMs: number, callback: () => void): () => void;
}

export const realTimers: Timers = {
  after(delayMs, callback) {
    const handle = setTimeout(callback, delayMs);
    return () => { clearTimeout(handle); };
  },
};

/** Resolves after the delay, or at once when the signal aborts; the caller looks at the signal. */
export function pause(timers: Timers, delayMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) {
      resolve();
      return;
    }
    const finish = (): void => {
      cancel();
      signal.removeEventListener('abort', finish);
      resolve();
    };
    const cancel = timers.after(delayMs, finish);
    signal.addEventListener('abort', finish);
  });
}
