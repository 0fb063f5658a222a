import type { GatewayApi } from '../api.ts';
import type { ItemSet } from '../apiContracts.ts';
import { make, setText } from '../dom.ts';
import { describe } from '../problems.ts';
import { closeOutside } from '../tables/ColumnMenu.ts';
import { download, fileName } from '../tables/download.ts';
import { largestFile, readSets, writeSets } from './itemSetFile.ts';

export interface ItemSetMenuOptions {
  readonly api: GatewayApi;
  /** The references of the rows that are shown. */
  readonly shown: () => readonly string[];
  readonly onChoose: (set: ItemSet) => void;
  /** The sets have been read. */
  readonly onRead: () => void;
}

/** The sets of items that the user keeps with the gateway: choose, save, delete, and exchange them as a file. */
export class ItemSetMenu {
  readonly element = make('details', '', 'menu');
  readonly #options: ItemSetMenuOptions;
  readonly #list = make('ul', '', 'set-list');
  readonly #name = make('input');
  readonly #said = make('p', '', 'hint');
  #sets: readonly ItemSet[] = [];
  #round = 0;

  constructor(options: ItemSetMenuOptions) {
    this.#options = options;
    const card = make('div', '', 'card menu-card set-card');
    card.append(make('h3', 'Sets of items'), this.#list, this.#form(), this.#files(), this.#said);
    this.#said.setAttribute('role', 'status');
    this.element.append(make('summary', 'Sets'), card);
    closeOutside(this.element);
    this.element.addEventListener('toggle', () => {
      if (this.element.open) {
        void this.refresh();
      }
    });
    this.#draw();
  }

  find(name: string): ItemSet | undefined {
    return this.#sets.find((set) => set.name === name);
  }

  async refresh(): Promise<void> {
    await this.#run(async () => {
      await this.#read();
      return '';
    });
  }

  /** An answer that comes after that to a later question is out of date. */
  async #read(): Promise<void> {
    this.#round += 1;
    const round = this.#round;
    const sets = await this.#options.api.itemSets();
    if (round === this.#round) {
      this.#sets = sets;
      this.#draw();
      this.#options.onRead();
    }
  }

  #form(): HTMLFormElement {
    const form = make('form', '', 'actions');
    this.#name.maxLength = 64;
    this.#name.required = true;
    this.#name.autocomplete = 'off';
    this.#name.placeholder = 'Name';
    this.#name.setAttribute('aria-label', 'Name of the set');
    this.#name.pattern = String.raw`[^\/\\]*`;
    this.#name.title = 'A name without slashes';
    const save = make('button', 'Save what is shown');
    save.type = 'submit';
    form.append(this.#name, save);
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      void this.#save(this.#name.value.trim());
    });
    return form;
  }

  #files(): HTMLDivElement {
    const row = make('div', '', 'actions');
    const picker = make('input');
    picker.type = 'file';
    picker.accept = '.json,application/json';
    picker.hidden = true;
    picker.setAttribute('aria-label', 'File with sets of items');
    picker.addEventListener('change', () => {
      const file = picker.files?.[0];
      picker.value = '';
      if (file !== undefined) {
        void this.#import(file);
      }
    });
    row.append(
      button('Save as file', () => { download(fileName('item-sets', 'json'), 'application/json', writeSets(this.#sets)); }),
      button('Read a file', () => { picker.click(); }), picker,
    );
    return row;
  }

  async #save(name: string): Promise<void> {
    if (this.find(name) !== undefined && !confirm(`Replace the set “${name}”?`)) {
      return;
    }
    await this.#change(async () => {
      const set = await this.#options.api.saveItemSet(name, [...new Map(this.#options.shown().map((item) => [item.toLowerCase(), item])).values()]);
      this.#name.value = '';
      return `Saved “${set.name}” with ${set.items.length} items.`;
    });
  }

  async #delete({ name }: ItemSet): Promise<void> {
    if (confirm(`Delete the set “${name}”?`)) {
      await this.#change(async () => {
        await this.#options.api.deleteItemSet(name);
        return `Deleted “${name}”.`;
      });
    }
  }

  async #import(file: File): Promise<void> {
    await this.#change(async () => {
      if (file.size > largestFile) {
        throw new Error('The file is too large.');
      }
      const sets = readSets(await file.text());
      const there = sets.filter(({ name }) => this.find(name) !== undefined);
      if (there.length > 0 && !confirm(`Replace ${there.map(({ name }) => `“${name}”`).join(', ')}?`)) {
        return '';
      }
      for (const { name, items } of sets) {
        await this.#options.api.saveItemSet(name, items);
      }
      return `Read ${sets.length} sets.`;
    });
  }

  /** Does something, and reads the sets again. */
  async #change(act: () => Promise<string>): Promise<void> {
    await this.#run(async () => {
      try {
        return await act();
      } finally {
        await this.#read();
      }
    });
  }

  async #run(act: () => Promise<string>): Promise<void> {
    try {
      setText(this.#said, await act());
    } catch (error) {
      setText(this.#said, describe(error));
    }
  }

  #draw(): void {
    this.#list.replaceChildren(...this.#sets.map((set) => {
      const entry = make('li');
      const choose = button(set.name, () => {
        this.element.open = false;
        this.#options.onChoose(set);
      });
      choose.className = 'open';
      const remove = button('Delete', () => { void this.#delete(set); });
      remove.setAttribute('aria-label', `Delete ${set.name}`);
      entry.append(choose, make('span', String(set.items.length), 'hint'), remove);
      return entry;
    }));
    if (this.#sets.length === 0) {
      this.#list.append(make('li', 'You have none yet.', 'hint'));
    }
  }
}

function button(text: string, act: () => void): HTMLButtonElement {
  const element = make('button', text, 'quiet');
  element.type = 'button';
  element.addEventListener('click', act);
  return element;
}
