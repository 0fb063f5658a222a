import type { ItemInfo, MxItemResult, Session } from '@mxgateway/client';
import type { GatewayApi } from './api.ts';
import { byId, setText } from './dom.ts';
import { normalReference, sameReference } from './itemReference.ts';
import { ItemFinder } from './live/ItemFinder.ts';
import { describe } from './problems.ts';

/** Some items of the demo plant. */
export const demoReferences: readonly string[] = [
  'Tank101.Level.PV', 'Tank101.Level.SP', 'Tank101.Temperature', 'Tank102.Level.PV', 'Tank102.Level.SP',
  'Platform01.CPULoad', 'Platform01.MemoryAvailable', 'Platform01.DiskFree',
];

/** The item references in a text, one per line, without empty lines and duplicates. */
export function parseReferences(text: string): string[] {
  const references = text.split(/\r?\n/).map((line) => normalReference(line)).filter((line) => line !== '');
  return [...new Map(references.map((reference) => [sameReference(reference), reference])).values()];
}

function keyOf(item: ItemInfo): string {
  return sameReference(item.itemDefinition, item.itemContext);
}

/** A server handle to which items can be added: the session's first one, or a new one. */
export async function serverHandleOf(session: Session): Promise<number> {
  const { servers } = await session.getSessionState();
  return servers[0]?.serverHandle ?? session.register('Gateway page');
}

/** Adds items to the session and removes items from it, by their references. */
export class AddItems {
  readonly #references = byId('references', HTMLTextAreaElement);
  readonly #result = byId('add-result', HTMLElement);
  readonly #finder: ItemFinder;
  #session: Session | undefined;

  constructor(api: GatewayApi) {
    this.#finder = new ItemFinder({
      api, chosen: () => parseReferences(this.#references.value), onToggle: (reference) => { this.#toggle(reference); },
    });
    this.#references.addEventListener('input', () => { this.#finder.drawChosen(); });
    byId('add-demo', HTMLButtonElement).addEventListener('click', () => {
      this.#references.value = demoReferences.join('\n');
      this.#references.focus();
    });
    byId('add-form', HTMLFormElement).addEventListener('submit', (event) => {
      event.preventDefault();
      void this.#run((session, references) => this.#add(session, references));
    });
    byId('remove-items', HTMLButtonElement).addEventListener('click', () => {
      void this.#run((session, references) => this.#remove(session, references));
    });
  }

  use(session: Session | undefined): void {
    this.#session = session;
    this.#finder.use(session);
    this.#references.value = '';
    this.#say('', '');
  }

  #toggle(reference: string): void {
    const chosen = parseReferences(this.#references.value);
    const others = chosen.filter((one) => sameReference(one) !== sameReference(reference));
    this.#references.value = (others.length === chosen.length ? [...chosen, reference] : others).join('\n');
  }

  async #run(change: (session: Session, references: readonly string[]) => Promise<void>): Promise<void> {
    const session = this.#session;
    const references = parseReferences(this.#references.value);
    if (session === undefined || references.length === 0) {
      this.#say('Enter at least one item reference.', 'bad');
      return;
    }
    this.#say('Sending the request…', '');
    try {
      await session.items.refresh();
      await change(session, references);
    } catch (error) {
      this.#say(describe(error), 'bad');
    }
  }

  async #add(session: Session, references: readonly string[]): Promise<void> {
    const present = new Set(session.items.all().map(keyOf));
    const missing = references.filter((reference) => !present.has(sameReference(reference)));
    const results = missing.length === 0 ? [] : await session.subscribeBulk(await serverHandleOf(session), missing);
    const failed = results.filter((result) => result.hresult < 0);
    this.#references.value = failed.map((result) => result.itemDefinition ?? '').join('\n');
    this.#tell(`${results.length - failed.length} added`, references.length - missing.length, 'already in the session', failed);
  }

  async #remove(session: Session, references: readonly string[]): Promise<void> {
    const unwanted = new Set(references.map((reference) => sameReference(reference)));
    const items = session.items.all().filter((item) => unwanted.has(keyOf(item)));
    const results: MxItemResult[] = [];
    for (const serverHandle of new Set(items.map((item) => item.serverHandle))) {
      const handles = items.filter((item) => item.serverHandle === serverHandle).map((item) => item.itemHandle);
      results.push(...await session.unsubscribeBulk(serverHandle, handles));
    }
    const failed = results.filter((result) => result.hresult < 0);
    const found = new Set(items.map(keyOf));
    this.#tell(`${results.length - failed.length} removed`, unwanted.size - found.size, 'not in the session', failed);
  }

  #tell(done: string, spared: number, why: string, failed: readonly MxItemResult[]): void {
    const parts = [done];
    if (spared > 0) {
      parts.push(`${spared} ${why}`);
    }
    if (failed.length > 0) {
      parts.push(`${failed.length} refused (${failed[0]?.diagnostic ?? 'no reason given'})`);
    }
    this.#say(`${parts.join(', ')}.`, failed.length > 0 ? 'bad' : 'good');
  }

  #say(text: string, outcome: '' | 'good' | 'bad'): void {
    setText(this.#result, text);
    this.#result.className = outcome === '' ? '' : `outcome ${outcome}`;
  }
}
