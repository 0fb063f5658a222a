import { byId } from './dom.ts';
import { addressParameters, changeAddress } from './pageAddress.ts';

export type ViewName = 'live' | 'overview' | 'sessions' | 'readers' | 'alarms' | 'activity' | 'tokens' | 'audit' | 'settings' | 'about';

const roots: Readonly<Record<ViewName, string>> = {
  live: 'app', overview: 'overview', sessions: 'sessions-view', readers: 'readers-view', alarms: 'alarms', activity: 'activity', tokens: 'tokens', audit: 'audit',
  settings: 'settings-view', about: 'about-view',
};
const names = Object.keys(roots) as ViewName[];
const parameter = 'view';

/** The parts of the page, of which one is shown. The address names it, so that it can be shared and reloaded. */
export class Views {
  readonly #onShow: (name: ViewName) => void;
  readonly #offered = new Set<ViewName>(['live']);
  /** What else the address says about a part. */
  readonly #parameters = new Map<ViewName, Readonly<Record<string, string>>>();
  #shown: ViewName = 'live';

  constructor(onShow: (name: ViewName) => void) {
    this.#onShow = onShow;
    for (const name of names) {
      buttonOf(name).addEventListener('click', () => { this.show(name); });
    }
    byId('skip', HTMLAnchorElement).addEventListener('click', (event) => {
      // The fragment of the address names the part of the page and must stay.
      event.preventDefault();
      byId(this.#shown === 'live' ? 'live' : roots[this.#shown], HTMLElement).focus();
    });
    addEventListener('popstate', this.#follow);
    this.#follow();
  }

  get shown(): ViewName {
    return this.#shown;
  }

  /** Makes a part reachable, and shows it if the address names it. The navigation is hidden while there is only one part. */
  offer(name: ViewName): void {
    this.#offered.add(name);
    buttonOf(name).hidden = false;
    byId('views', HTMLElement).hidden = this.#offered.size < 2;
    this.#follow();
  }

  /** The user has chosen a part. */
  show(name: ViewName): void {
    this.#show(name);
    this.#address(name, 'new');
  }

  /** Sets what the address says about a part besides its name. */
  describe(name: ViewName, parameters: Readonly<Record<string, string>>): void {
    this.#parameters.set(name, parameters);
    if (this.#shown === name) {
      this.#address(name, 'same');
    }
  }

  /** Leaves the page: its former addresses show nothing of it any more. */
  hide(): void {
    removeEventListener('popstate', this.#follow);
    byId('views', HTMLElement).hidden = true;
    for (const id of Object.values(roots)) {
      byId(id, HTMLElement).hidden = true;
    }
  }

  readonly #follow = (): void => {
    const wanted = addressParameters().get(parameter);
    this.#show(names.find((name) => name === wanted && this.#offered.has(name)) ?? 'live');
  };

  #show(name: ViewName): void {
    this.#shown = name;
    for (const other of names) {
      byId(roots[other], HTMLElement).hidden = other !== name;
      buttonOf(other).setAttribute('aria-current', other === name ? 'page' : 'false');
    }
    this.#onShow(name);
  }

  #address(name: ViewName, entry: 'new' | 'same'): void {
    changeAddress({ ...(name === 'live' ? {} : { [parameter]: name }), ...this.#parameters.get(name) }, entry);
  }
}

function buttonOf(name: ViewName): HTMLButtonElement {
  return byId(`view-${name}`, HTMLButtonElement);
}
