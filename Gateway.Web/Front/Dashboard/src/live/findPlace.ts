import { count as counted } from '../sessionFacts.ts';
import type { FindQuery, FoundEntry, FoundPage } from '../apiContracts.ts';

/** Where one is in the plant's order, and what one looks for there. */
export interface FindPlace {
  readonly text: string;
  /** The empty text stands for the objects without an area. */
  readonly area?: string;
  readonly object?: string;
}

/** What to ask for at a place: without words its areas, its objects or its items; with words the items that have them. */
export function queryOf({ text, area, object }: FindPlace): FindQuery {
  const like = text.trim();
  return {
    ...(like === '' ? {} : { like }), ...(area === undefined ? {} : { area }), ...(object === undefined ? {} : { object }),
    level: like !== '' || object !== undefined ? 'item' : area === undefined ? 'area' : 'object',
  };
}

/** The place inside an area or an object. */
export function inside(place: FindPlace, { level, reference }: FoundEntry): FindPlace {
  return level === 'area' ? { text: '', area: reference } : { ...place, text: '', object: reference };
}

/** The facts of an entry in one line. */
export function entryFacts({ dataType, unit, description, count, level }: FoundEntry): string {
  const content = count === undefined ? undefined : counted(count, level === 'area' ? 'object' : 'item');
  return [dataType, unit, description, content].filter((part) => part !== undefined && part !== '').join(' · ');
}

export function entryName({ level, reference }: FoundEntry): string {
  return level === 'area' && reference === '' ? 'Without an area' : reference;
}

/** What is said about a page: how many there are, and what is missing. */
export function pageText({ items, total, unreadObjects, notice }: FoundPage, shown: number): string {
  const found = items.length === 0 && shown === 0 ? 'Nothing found.' : `${shown.toLocaleString()} of ${total.toLocaleString()}.`;
  const unread = unreadObjects === 0 ? '' : `${unreadObjects.toLocaleString()} more objects were not searched; open one to see its items.`;
  return [found, unread, notice ?? ''].filter((part) => part !== '').join(' ');
}
