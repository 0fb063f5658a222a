import { type MxEvent, type Session, statusesOf, statusText, succeeded } from '@mxgateway/client';
import { byId, make, setText } from './dom.ts';
import { formatTime } from './format.ts';
import { sameReference } from './itemReference.ts';
import type { LiveModel, LiveRow } from './LiveModel.ts';
import { describe } from './problems.ts';
import { parseTyped } from './typedValue.ts';

const completionMs = 15_000;

interface Pending {
  readonly serverHandle: number;
  readonly itemHandle: number;
  readonly settle: (event: MxEvent) => void;
}

/** Writes one value and shows the outcome. An accepted command is not a completed write; the outcome arrives as an event. */
export class WriteBox {
  readonly #item = byId('write-item', HTMLInputElement);
  readonly #value = byId('write-value', HTMLInputElement);
  readonly #type = byId('write-type', HTMLElement);
  readonly #result = byId('write-result', HTMLElement);
  readonly #names = byId('write-items', HTMLDataListElement);
  readonly #model: () => LiveModel;
  #session: Session | undefined;
  #pending: Pending | undefined;

  constructor(model: () => LiveModel) {
    this.#model = model;
    this.#item.addEventListener('input', () => { this.#describeType(); });
    byId('write-form', HTMLFormElement).addEventListener('submit', (event) => {
      event.preventDefault();
      void this.#write();
    });
  }

  use(session: Session | undefined): void {
    this.#session = session;
    this.#pending = undefined;
    this.#item.value = '';
    this.#value.value = '';
    this.#say('', undefined);
  }

  setNames(references: readonly string[]): void {
    this.#names.replaceChildren(...references.map((reference) => {
      const option = make('option');
      option.value = reference;
      return option;
    }));
  }

  pick(row: LiveRow): void {
    this.#item.value = row.reference;
    this.#describeType();
    this.#value.focus();
    this.#value.select();
  }

  /** Must get every event, so that it sees the completion of its write. */
  apply(event: MxEvent): void {
    const pending = this.#pending;
    if (event.family === 'OnWriteComplete' && pending?.itemHandle === event.itemHandle && pending.serverHandle === event.serverHandle) {
      this.#pending = undefined;
      pending.settle(event);
    }
  }

  async #write(): Promise<void> {
    const row = this.#row();
    const session = this.#session;
    if (row === undefined || session === undefined) {
      this.#say('This session does not have the item. Add it first.', 'bad');
      return;
    }
    try {
      const type = row.dataType === undefined ? undefined : { dataType: row.dataType, ...(row.variantType === undefined ? {} : { variantType: row.variantType }) };
      const value = parseTyped(this.#value.value, type);
      this.#say('The write was sent. Waiting for the outcome…', undefined);
      // The listener is set before the write is sent, because the event may arrive before the reply.
      const completion = this.#completion(row);
      await session.write(row.serverHandle, row.itemHandle, value);
      const event = await completion;
      if (event === undefined) {
        this.#say('The write was accepted, but no outcome has been reported yet.', 'uncertain');
      } else if (succeeded(event)) {
        this.#say(`Written at ${formatTime(event.workerTime)}.`, 'good');
      } else {
        this.#say(`Refused: ${statusesOf(event).map(statusText).join('; ')}.`, 'bad');
      }
    } catch (error) {
      this.#pending = undefined;
      this.#say(describe(error), 'bad');
    }
  }

  #completion({ serverHandle, itemHandle }: LiveRow): Promise<MxEvent | undefined> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => { resolve(undefined); }, completionMs);
      this.#pending = {
        serverHandle, itemHandle, settle: (event) => {
          clearTimeout(timer);
          resolve(event);
        },
      };
    });
  }

  #row(): LiveRow | undefined {
    const wanted = sameReference(this.#item.value);
    return [...this.#model().rows.values()].find((row) => sameReference(row.reference) === wanted);
  }

  #describeType(): void {
    const type = this.#row()?.dataType;
    setText(this.#type, type === undefined ? '' : String(type).toLowerCase());
  }

  #say(text: string, outcome: 'good' | 'bad' | 'uncertain' | undefined): void {
    setText(this.#result, text);
    this.#result.className = outcome === undefined ? '' : `outcome ${outcome}`;
  }
}
