import type { MxDataType } from './values.js';

/** What of the plant's order is listed: areas have objects, and objects have items. */
export type ItemLevel = 'item' | 'object' | 'area';

/** Which of the items that a session's source knows are wanted. */
export interface FindItemsRequest {
  /**
   * A glob of references when it has `*` or `?`. Otherwise words, separated by blanks, each of which must be in the reference or in the
   * description of the object, in either case. At most 256 characters; absent means everything.
   */
  readonly like?: string | undefined;
  /** The area of the objects; the empty text means the objects without an area. Absent means every area. */
  readonly area?: string | undefined;
  /** The name of the object. The source is then asked for the attributes that the object has now. */
  readonly object?: string | undefined;
  /** What to list; absent means items. */
  readonly level?: ItemLevel | undefined;
  /** Most entries of the page: 1 to 1 000; absent means 100. */
  readonly limit?: number | undefined;
  /** The `next` of the page before. */
  readonly after?: string | undefined;
}

/** An item that a source knows, or one of its objects or areas. */
export interface FoundItem {
  readonly level: ItemLevel;
  /**
   * The reference with which an item is added, with `[]` for a whole array; the name of an object or an area. The area of objects that have
   * none is the empty text.
   */
  readonly reference: string;
  /** The object of an item. */
  readonly object?: string;
  /** The area of an item or an object; absent when it has none, or when it is not known. */
  readonly area?: string;
  /** The type of an item's value; absent when it is not known. */
  readonly dataType?: MxDataType;
  /** The engineering unit of an item. */
  readonly unit?: string;
  /** The description of an item or an object. */
  readonly description?: string;
  /** How many items an object has, or how many objects an area has, as far as the caller may see them. */
  readonly count?: number;
}

/**
 * A page of what was found, in the order of the references; when words were asked for, references that begin with them come first. The caller
 * sees only what its token allows.
 */
export interface ItemPage {
  readonly items: readonly FoundItem[];
  /** Give it as `after` to get the next page; absent on the last one. */
  readonly next?: string;
  /** How many there are on all pages. */
  readonly total: number;
  /**
   * The number of objects whose attributes the source did not tell or was not asked for, so that items of them may be missing. Naming one as
   * `object` asks for them.
   */
  readonly unreadObjects: number;
  /** For people: why something is missing, such as a galaxy dump that cannot be read; absent when nothing is known to be. */
  readonly notice?: string;
}
