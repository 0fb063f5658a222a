import { describe, expect, it } from 'vitest';
import { Backoff } from '../src/backoff.js';

describe('Backoff', () => {
  it('doubles its ceiling up to the cap', () => {
    const backoff = new Backoff({ baseMs: 250, capMs: 10_000, random: () => 1 });
    expect(Array.from({ length: 8 }, () => backoff.next())).toEqual([250, 500, 1000, 2000, 4000, 8000, 10_000, 10_000]);
  });

  it('uses the full range below the ceiling', () => {
    const values = [0, 0.5, 0.25];
    const backoff = new Backoff({ random: () => values.shift() ?? 0 });
    expect([backoff.next(), backoff.next(), backoff.next()]).toEqual([0, 250, 250]);
  });

  it('waits at least as long as the server asked', () => {
    const backoff = new Backoff({ random: () => 0.5 });
    expect(backoff.next(3000)).toBe(3125);
  });

  it('starts over after a reset and survives a very long outage', () => {
    const backoff = new Backoff({ random: () => 1 });
    for (let i = 0; i < 5000; i += 1) {
      expect(backoff.next()).toBeLessThanOrEqual(10_000);
    }
    backoff.reset();
    expect(backoff.next()).toBe(250);
  });
});
