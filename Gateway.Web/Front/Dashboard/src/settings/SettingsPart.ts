import type { GatewayApi } from '../api.ts';
import type { ComparedSetting } from '../apiContracts.ts';
import { byId, setText } from '../dom.ts';
import { describe } from '../problems.ts';
import { ListPart } from '../tables/ListPart.ts';
import type { Views } from '../Views.ts';
import { settingColumns } from './settingColumns.ts';

/** The settings in force. What differs from the default is shown first of all; the others on demand. */
export class SettingsPart {
  readonly #api: GatewayApi;
  readonly #all = byId('settings-all', HTMLInputElement);
  readonly #list: ListPart<ComparedSetting>;
  readonly #end = new AbortController();
  #settings: readonly ComparedSetting[] = [];

  constructor(api: GatewayApi, views: Views) {
    this.#api = api;
    this.#list = new ListPart({
      views, view: 'settings', id: 'settings', columns: settingColumns, firstOrder: { column: 'name', descending: false },
      rows: () => this.#settings.filter(({ isDefault }) => this.#all.checked || !isDefault),
      keyOf: ({ name }) => name, toneOf: ({ isDefault }) => (isDefault ? '' : 'set'),
      describe: () => (this.#all.checked ? { all: 'yes' } : {}),
      onAddress: (parameters) => { this.#all.checked = parameters.get('all') === 'yes'; },
    });
    this.#all.addEventListener('change', () => { this.#list.changed(); }, { signal: this.#end.signal });
  }

  stop(): void {
    this.#end.abort();
    this.#list.stop();
  }

  async refresh(): Promise<void> {
    try {
      const { settings, skipped } = await this.#api.settings();
      this.#settings = settings;
      const differ = settings.filter(({ isDefault }) => !isDefault).length;
      setText(byId('settings-hint', HTMLElement), `${differ} of ${settings.length} differ from the default${skipped === 0 ? '' : `; ${skipped} more are not listed`}`);
      setText(byId('settings-problem', HTMLElement), '');
      this.#list.draw();
    } catch (error) {
      setText(byId('settings-problem', HTMLElement), describe(error));
    }
  }
}
