import { sameReference } from '../itemReference.ts';

/** The items to which the table is limited: a set of the user, or those that a link names. */
export interface ChosenItems {
  /** Absent when they come from a link. */
  readonly name?: string;
  readonly items: readonly string[];
}

const [mostInLink, longestLink] = [200, 6_000];

/** The items for the address; undefined when they are too many, so that the address has only the name of the set. */
export function itemsText({ items }: ChosenItems): string | undefined {
  const text = items.join('\n');
  return items.length > mostInLink || text.length > longestLink ? undefined : text;
}

export function itemsOf(text: string | null): readonly string[] {
  return (text ?? '').split('\n').map((item) => item.trim()).filter((item) => item !== '').slice(0, mostInLink);
}

/** Items that a session does not have. */
export function missingItems({ items }: ChosenItems, present: readonly string[]): readonly string[] {
  const known = new Set(present.map((reference) => sameReference(reference)));
  return items.filter((item) => !known.has(sameReference(item)));
}
