import type { GatewayApi } from '../api.ts';
import type { UsedPackage } from '../apiContracts.ts';
import { byId, setText } from '../dom.ts';
import { drawFacts } from '../overview/facts.ts';
import { describe } from '../problems.ts';
import { ListPart } from '../tables/ListPart.ts';
import type { Column } from '../tables/rowList.ts';
import type { Views } from '../Views.ts';
import { pageParts } from './pageParts.ts';

interface Part extends UsedPackage {
  readonly of: string;
}

const columns: readonly Column<Part>[] = [
  { key: 'name', title: 'Package', text: ({ name }) => name },
  { key: 'version', title: 'Version', text: ({ version }) => version },
  { key: 'licence', title: 'Licence', text: ({ licence }) => licence ?? '–' },
  { key: 'of', title: 'Part of', text: ({ of }) => of },
];

/** What runs: versions, the platform, and the packages with their licences. */
export class AboutPart {
  readonly #api: GatewayApi;
  readonly #list: ListPart<Part>;
  #packages: readonly Part[] = [];

  constructor(api: GatewayApi, views: Views) {
    this.#api = api;
    this.#list = new ListPart({
      views, view: 'about', id: 'packages', columns, firstOrder: { column: 'name', descending: false },
      rows: () => this.#packages, keyOf: ({ name, of }) => `${of} ${name}`, toneOf: () => '',
    });
  }

  stop(): void {
    this.#list.stop();
  }

  async refresh(): Promise<void> {
    try {
      const about = await this.#api.about();
      drawFacts(byId('about-facts', HTMLDListElement), [
        ['Gateway', versionText(about.gateway)], ['Worker', about.worker === undefined ? 'not known' : versionText(about.worker)], ['Contract', versionText(about.contract)], ['Protocol of the worker', String(about.workerProtocol)],
        ['Client of this page', `@mxgateway/client ${pageParts.client}`], ['Runtime', about.runtime], ['System', about.system], ['Architecture', about.architecture],
      ]);
      this.#packages = [...about.packages.map((one) => ({ ...one, of: 'gateway' })), ...pageParts.packages.map((one) => ({ ...one, of: 'page' }))];
      setText(byId('about-problem', HTMLElement), '');
      this.#list.draw();
    } catch (error) {
      setText(byId('about-problem', HTMLElement), describe(error));
    }
  }
}

/** A version with the beginning of the commit that it was built from. */
function versionText(version: string): string {
  const [number, commit] = version.split('+', 2);
  return commit === undefined ? version : `${number ?? ''} (${commit.slice(0, 8)})`;
}
