import { describe, expect, it } from 'vitest';
import type { ItemInfo, SessionItems } from '../src/commands.js';
import { ItemResolver } from '../src/ItemResolver.js';
import { settle } from './fakes/ManualTimers.js';

function item(itemHandle: number, itemDefinition = `Item${itemHandle}`): ItemInfo {
  return { serverHandle: 1, itemHandle, itemDefinition, advised: 'plain', buffered: false, suspended: false, addedAfter: 0 };
}

function setUp(items: readonly ItemInfo[] = [item(1), item(2)]): { resolver: ItemResolver; asked: () => number; answer: () => void; clock: { now: number } } {
  let asked = 0;
  let pending: ((state: SessionItems) => void)[] = [];
  const clock = { now: 0 };
  const resolver = new ItemResolver(() => {
    asked += 1;
    return new Promise<SessionItems>((resolve) => { pending.push(resolve); });
  }, () => clock.now);
  const answer = (): void => {
    for (const resolve of pending) {
      resolve({ servers: [], items, pendingWrites: 0 });
    }
    pending = [];
  };
  return { resolver, asked: () => asked, answer, clock };
}

describe('ItemResolver', () => {
  it('asks once for however many unknown handles', async () => {
    const { resolver, asked, answer } = setUp();
    let changes = 0;
    resolver.onChange(() => { changes += 1; });
    expect(resolver.get(1, 1)).toBeUndefined();
    expect(resolver.get(1, 2)).toBeUndefined();
    const waiting = resolver.resolve(1, 2);
    expect(asked()).toBe(1);
    answer();
    expect(await waiting).toEqual(item(2));
    expect(resolver.get(1, 1)?.itemDefinition).toBe('Item1');
    expect(changes).toBe(1);
  });

  it('leaves a handle alone that belongs to nothing, for a while', async () => {
    const { resolver, asked, answer, clock } = setUp();
    resolver.get(1, 99);
    answer();
    await settle();
    resolver.get(1, 99);
    expect(asked()).toBe(1);
    clock.now = 5_001;
    resolver.get(1, 99);
    expect(asked()).toBe(2);
  });

  it('survives a question that fails', async () => {
    const resolver = new ItemResolver(() => Promise.reject(new Error('no')));
    expect(resolver.get(1, 1)).toBeUndefined();
    await settle();
    await expect(resolver.refresh()).rejects.toThrow('no');
  });

  it('follows own adds, changes and removes', () => {
    const { resolver } = setUp();
    resolver.put([item(5), item(6)]);
    resolver.update(1, [5, 77], { advised: 'none' });
    expect(resolver.get(1, 5)?.advised).toBe('none');
    resolver.remove(1, [5]);
    expect(resolver.all()).toEqual([item(6)]);
    resolver.remove(1);
    expect(resolver.all()).toEqual([]);
  });
});
