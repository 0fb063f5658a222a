import type { Page } from 'playwright-core';

/** How a page drew for some time. */
export interface Drawing {
  readonly perSecond: number;
  /** Milliseconds between two frames, ascending. */
  readonly intervals: readonly number[];
  /** Durations in milliseconds of tasks of more than 50 ms. */
  readonly longTasks: readonly number[];
}

/** Counts the frames and the long tasks of a page. */
export async function measureDrawing(page: Page, ms: number): Promise<Drawing> {
  const { intervals, longTasks } = await page.evaluate((time): Promise<Omit<Drawing, 'perSecond'>> => new Promise((resolve) => {
    const measured = { intervals: [] as number[], longTasks: [] as number[] };
    const observer = new PerformanceObserver((list) => { measured.longTasks.push(...list.getEntries().map(({ duration }) => duration)); });
    observer.observe({ entryTypes: ['longtask'] });
    const start = performance.now();
    let last = start;
    const frame = (now: number): void => {
      measured.intervals.push(now - last);
      last = now;
      if (now - start < time) {
        requestAnimationFrame(frame);
      } else {
        observer.disconnect();
        resolve(measured);
      }
    };
    requestAnimationFrame(frame);
  }), ms);
  return { perSecond: intervals.length / (intervals.reduce((a, b) => a + b, 0) / 1_000), intervals: [...intervals].sort((a, b) => a - b), longTasks };
}

/** A measurement in one line. */
export function describeDrawing({ perSecond, intervals, longTasks }: Drawing): string {
  const at = (share: number): string => (intervals[Math.floor(intervals.length * share)] ?? Number.NaN).toFixed(1);
  return `${perSecond.toFixed(1)} frames/s; frame p50 ${at(0.5)} p95 ${at(0.95)} p99 ${at(0.99)} ms; ${longTasks.length} long tasks, `
    + `longest ${Math.max(0, ...longTasks).toFixed(0)} ms`;
}
