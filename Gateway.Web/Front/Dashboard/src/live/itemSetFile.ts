import type { ItemSet } from '../apiContracts.ts';

/** A larger file is not read, in bytes. */
export const largestFile = 1_000_000;

const kind = 'gateway.itemSets';
const [mostSets, mostItems, longestItem, longestName] = [1_000, 2_000, 256, 64];

export type NamedItems = Pick<ItemSet, 'name' | 'items'>;

/** Sets of items as a file, which another user or another gateway can read. */
export function writeSets(sets: readonly NamedItems[]): string {
  return `${JSON.stringify({ kind, version: 1, sets: sets.map(({ name, items }) => ({ name, items })) }, null, 2)}\n`;
}

/** Reads such a file; throws an error with a text for the user when it is another one. */
export function readSets(text: string): readonly NamedItems[] {
  let file: unknown;
  try {
    file = JSON.parse(text);
  } catch {
    throw new Error('The file is not JSON.');
  }
  const { kind: found, sets } = fields(file);
  if (found !== kind || !Array.isArray(sets) || sets.length > mostSets || !sets.every(isSet)) {
    throw new Error('The file has no sets of items, or sets that are too large.');
  }
  return sets;
}

function isSet(value: unknown): value is NamedItems {
  const { name, items } = fields(value);
  return isText(name, longestName) && Array.isArray(items) && items.length > 0 && items.length <= mostItems && items.every((item) => isText(item, longestItem));
}

function isText(value: unknown, longest: number): boolean {
  return typeof value === 'string' && value !== '' && value.length <= longest;
}

function fields(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? value as Readonly<Record<string, unknown>> : {};
}
