import { byId } from './dom.ts';

export type ViewName = 'live' | 'activity' | 'tokens' | 'audit';

const roots: Readonly<Record<ViewName, string>> = { live: 'app', activity: 'activity', tokens: 'tokens', audit: 'audit' };

/** The parts of the page, of which one is shown. */
export class Views {
  readonly #onShow: (name: ViewName) => void;
  readonly #offered = new Set<ViewName>(['live']);

  constructor(onShow: (name: ViewName) => void) {
    this.#onShow = onShow;
    for (const name of Object.keys(roots) as ViewName[]) {
      buttonOf(name).addEventListener('click', () => { this.show(name); });
    }
  }

  /** Makes a part reachable. The navigation is hidden while there is only one part. */
  offer(name: ViewName): void {
    this.#offered.add(name);
    buttonOf(name).hidden = false;
    byId('views', HTMLElement).hidden = this.#offered.size < 2;
  }

  show(name: ViewName): void {
    for (const [other, id] of Object.entries(roots) as [ViewName, string][]) {
      byId(id, HTMLElement).hidden = other !== name;
      buttonOf(other).setAttribute('aria-current', other === name ? 'page' : 'false');
    }
    this.#onShow(name);
  }

  hide(): void {
    byId('views', HTMLElement).hidden = true;
    for (const id of Object.values(roots)) {
      byId(id, HTMLElement).hidden = true;
    }
  }
}

function buttonOf(name: ViewName): HTMLButtonElement {
  return byId(`view-${name}`, HTMLButtonElement);
}
