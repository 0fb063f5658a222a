import type { DataChangeEvent, ItemInfo, MxDataType, MxValue, VariantType } from '@mxgateway/client';

/** The latest of one item. */
export interface LiveRow {
  readonly key: string;
  /** The session it is of; empty where there is only one. */
  readonly source: string;
  /** The session's name where there are several. */
  origin: string | undefined;
  readonly serverHandle: number;
  readonly itemHandle: number;
  /** The item reference; a stand-in until it is `named`. */
  reference: string;
  named: boolean;
  dataType: MxDataType | number | undefined;
  variantType: VariantType | number | undefined;
  value: MxValue['value'];
  quality: number | undefined;
  sourceTime: string | undefined;
  /** Sequence of the event the value is from; 0 before the first. */
  sequence: number;
}

/** The latest value per item of one or several sessions, with what changed since it was last looked at. */
export class LiveModel {
  readonly rows = new Map<string, LiveRow>();
  readonly #dirty = new Set<LiveRow>();
  #shapeChanged = false;

  /** Takes one value; gives its row. */
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

  /** Names a session's rows, adds those without a value yet, removes those whose item is gone. */
  setItems(items: readonly ItemInfo[], source = '', origin?: string): void {
    const keys = new Set<string>();
    for (const item of items) {
      const row = this.#rowOf(item.serverHandle, item.itemHandle, source);
      const reference = item.itemContext === undefined || item.itemContext === '' ? item.itemDefinition : `${item.itemContext}.${item.itemDefinition}`;
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

  /** The rows with new values since the last call, and whether rows came, went or got another name. */
  takeChanges(): { readonly dirty: readonly LiveRow[]; readonly shapeChanged: boolean } {
    const changes = { dirty: [...this.#dirty], shapeChanged: this.#shapeChanged };
    this.#dirty.clear();
    this.#shapeChanged = false;
    return changes;
  }

  /** Forgets the rows of a session that is no longer shown. */
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
