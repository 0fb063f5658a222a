import type { GatewayApi } from '../api.ts';
import type { Identity } from '../apiContracts.ts';
import { byId, make, setText } from '../dom.ts';
import { addressOf, addressParameters } from '../pageAddress.ts';
import { columnsText } from '../tables/columnChoice.ts';
import { ColumnMenu } from '../tables/ColumnMenu.ts';
import { copyLink } from '../tables/CopyLink.ts';
import { download, fileName } from '../tables/download.ts';
import type { TableView } from '../TableView.ts';
import type { Views } from '../Views.ts';
import { type ChosenItems, itemsOf, itemsText, missingItems } from './chosenItems.ts';
import { ItemSetMenu } from './ItemSetMenu.ts';
import { liveColumns } from './liveColumns.ts';
import { liveFile } from './liveFile.ts';

export interface LiveToolsOptions {
  readonly api: GatewayApi;
  readonly views: Views;
  readonly table: TableView;
  /** What is shown, as the address has it. */
  readonly target: () => Readonly<Record<string, string>>;
}

/** What one can do with the live table: pick columns, limit it to a set of items, save it as a file and link to it. The address has all of that. */
export class LiveTools {
  readonly #options: LiveToolsOptions;
  readonly #menu = new ColumnMenu(liveColumns, () => { this.#changed(); });
  readonly #sets: ItemSetMenu;
  readonly #line = byId('live-set', HTMLElement);
  readonly #end = new AbortController();
  #target: Readonly<Record<string, string>> = {};
  #only: ChosenItems | undefined;
  /** The name of a set that the address has and that is not read yet. */
  #wanted: string | undefined;

  constructor(options: LiveToolsOptions) {
    this.#options = options;
    const { api, table } = options;
    this.#sets = new ItemSetMenu({
      api, shown: () => table.shown.map(({ reference }) => reference),
      onChoose: (set) => {
        this.#only = set;
        this.#changed();
      },
      onRead: () => { this.#applyWanted(); },
    });
    this.#sets.element.hidden = true;
    byId('live-tools', HTMLElement).replaceChildren(this.#sets.element, this.#menu.element, this.#save(), copyLink(() => this.#link()));
    table.onFilter = () => { this.#describe(); };
    table.onShape = () => { this.#drawLine(); };
    addEventListener('popstate', this.#followAddress, { signal: this.#end.signal });
    this.#followAddress();
  }

  /** A token for one session has no sets. */
  identify(who: Identity): void {
    this.#sets.element.hidden = who.sessionId !== undefined;
    if (this.#wanted !== undefined && who.sessionId === undefined) {
      void this.#sets.refresh();
    }
  }

  /** The user has chosen a session or a tag. */
  choose(target: Readonly<Record<string, string>>): void {
    this.#target = target;
    this.#describe();
  }

  stop(): void {
    this.#end.abort();
  }

  readonly #followAddress = (): void => {
    const parameters = addressParameters();
    if ((parameters.get('view') ?? 'live') !== 'live') {
      return;
    }
    const { table } = this.#options;
    const [session, tag, items, name] = [parameters.get('session'), parameters.get('tag'), itemsOf(parameters.get('items')), parameters.get('set')];
    this.#target = session !== null ? { session } : tag !== null ? { tag } : {};
    table.filter = parameters.get('q') ?? '';
    this.#menu.show(parameters.get('columns'));
    this.#only = items.length > 0 ? { items, ...(name === null ? {} : { name }) } : name === null || this.#only?.name !== name ? undefined : this.#only;
    this.#wanted = name !== null && this.#only === undefined ? name : undefined;
    this.#applyWanted();
    this.#changed();
  };

  #applyWanted(): void {
    const found = this.#wanted === undefined ? undefined : this.#sets.find(this.#wanted);
    if (found !== undefined) {
      this.#wanted = undefined;
      this.#only = found;
      this.#changed();
    }
  }

  #changed(): void {
    this.#options.table.columns = this.#menu.chosen;
    this.#options.table.only = this.#only?.items;
    this.#drawLine();
    this.#describe();
  }

  #describe(): void {
    this.#options.views.describe('live', { ...this.#target, ...this.#parameters() });
  }

  #parameters(): Readonly<Record<string, string>> {
    const [q, columns, name] = [this.#options.table.filter, columnsText(this.#menu.chosen, liveColumns), this.#only?.name ?? this.#wanted];
    const items = this.#only === undefined || this.#only.name !== undefined ? undefined : itemsText(this.#only);
    return {
      ...(q === '' ? {} : { q }), ...(columns === undefined ? {} : { columns }), ...(name === undefined ? {} : { set: name }), ...(items === undefined ? {} : { items }),
    };
  }

  /** Others do not have the user's sets, so the link names the items. */
  #link(): string {
    const items = this.#only === undefined ? undefined : itemsText(this.#only);
    return addressOf('live', { ...this.#options.target(), ...this.#parameters(), ...(items === undefined ? {} : { items }) });
  }

  #drawLine(): void {
    const only = this.#only;
    this.#line.hidden = only === undefined;
    if (only === undefined) {
      return;
    }
    const missing = missingItems(only, this.#options.table.references);
    const text = `${only.name === undefined ? 'The items of a link' : `Set “${only.name}”`}: ${only.items.length} items${missing.length === 0 ? '' : `, of which ${missing.length} are not in this session`}.`;
    if (this.#line.dataset['text'] === text) {
      return;
    }
    this.#line.dataset['text'] = text;
    const all = make('button', 'Show all items', 'quiet');
    all.type = 'button';
    all.addEventListener('click', () => {
      this.#only = undefined;
      this.#changed();
      byId('filter', HTMLInputElement).focus();
    });
    const words = make('span');
    setText(words, text);
    this.#line.replaceChildren(words, ...(missing.length === 0 ? [] : [this.#add(missing)]), all);
  }

  /** Puts the missing items into the form that adds items; the user sends it. */
  #add(missing: readonly string[]): HTMLButtonElement {
    const add = make('button', 'Add these', 'quiet add-missing');
    add.type = 'button';
    add.addEventListener('click', () => {
      byId('add-details', HTMLDetailsElement).open = true;
      const references = byId('references', HTMLTextAreaElement);
      references.value = missing.join('\n');
      references.focus();
    });
    return add;
  }

  #save(): HTMLButtonElement {
    const button = make('button', 'Save as CSV', 'quiet');
    button.type = 'button';
    button.addEventListener('click', () => { download(fileName('values', 'csv'), 'text/csv', liveFile(this.#options.table.shown, this.#menu.chosen)); });
    return button;
  }
}
