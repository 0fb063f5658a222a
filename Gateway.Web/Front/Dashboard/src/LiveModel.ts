import type { DataChangeEvent, ItemInfo, MxDataType, MxValue, VariantType } from '@mxgateway/client';
import { normalReference } from './itemReference.ts';

/** The latest value of one item. */
export interface LiveRow {
  readonly key: string;
  /** The session of the item; empty when the table shows only one session. */
  readonly source: string;
  /** Name of the session, when the table shows several. */
  origin: string | undefined;
  readonly serverHandle: number;
  readonly itemHandle: number;
  /** The item reference in its normal form; until `named` is true, a placeholder with the handles. */
  reference: string;
  named: boolean;
  dataType: MxDataType | number | undefined;
  variantType: VariantType | number | undefined;
  value: MxValue['value'];
  quality: number | undefined;
  sourceTime: string | undefined;
  /** Sequence of the event that brought the value; 0 before the first event. */
  sequence: number;
}

/** The latest value of each item of one or several sessions, and what has changed since the last call of `takeChanges`. */
export class LiveModel {
  readonly rows = new Map<string, LiveRow>();
  readonly #dirty = new Set<LiveRow>();
  #shapeChanged = false;

  /** Stores one value and returns its row. */
  apply(event: DataChangeEvent, source = ''): LiveRow {
    const row = this.#rowOf(event.serverHandle, event.itemHandle, source);
    row.dataType = event.dataType;
    row.variantType = event.variantType;
    row.value = event.value;
    row.quality = event.quality;
    row.sourceTime = event.sourceTime;
    row.sequence = event.sequence;
    this.#dirty.add(row);
    return row;
  }

  /** Sets the names of a session's rows, adds rows for items that have no value yet, and removes rows whose item was removed. */
  setItems(items: readonly ItemInfo[], source = '', origin?: string): void {
    const keys = new Set<string>();
    for (const item of items) {
      const row = this.#rowOf(item.serverHandle, item.itemHandle, source);
      const reference = normalReference(item.itemDefinition, item.itemContext);
      if (row.reference !== reference || row.origin !== origin) {
        row.reference = reference;
        row.origin = origin;
        this.#shapeChanged = true;
      }
      row.named = true;
      keys.add(row.key);
    }
    for (const [key, row] of this.rows) {
      if (row.source === source && !keys.has(key)) {
        this.rows.delete(key);
        this.#shapeChanged = true;
      }
    }
  }

  /** Takes the rows with new values since the last call, and whether rows were added, removed or renamed. */
  takeChanges(): { readonly dirty: readonly LiveRow[]; readonly shapeChanged: boolean } {
    const changes = { dirty: [...this.#dirty], shapeChanged: this.#shapeChanged };
    this.#dirty.clear();
    this.#shapeChanged = false;
    return changes;
  }

  /** Removes the rows of a session that is no longer shown. */
  remove(source: string): void {
    this.setItems([], source);
  }

  save(): readonly LiveRow[] {
    return [...this.rows.values()];
  }

  restore(rows: readonly LiveRow[]): void {
    for (const row of rows) {
      this.rows.set(row.key, { ...row });
    }
    this.#shapeChanged = true;
  }

  #rowOf(serverHandle: number, itemHandle: number, source: string): LiveRow {
    const key = source === '' ? `${serverHandle}:${itemHandle}` : `${source}/${serverHandle}:${itemHandle}`;
    let row = this.rows.get(key);
    if (row === undefined) {
      row = {
        key, source, origin: undefined, serverHandle, itemHandle, reference: `item ${serverHandle}:${itemHandle}`, named: false, dataType: undefined, variantType: undefined, value: null,
        quality: undefined, sourceTime: undefined, sequence: 0,
      };
      this.rows.set(key, row);
      this.#shapeChanged = true;
    }
    return row;
  }
}
