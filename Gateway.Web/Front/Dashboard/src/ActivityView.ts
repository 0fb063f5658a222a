import type { FeedChange, FeedPosition, FeedStream, GatewayClient } from '@mxgateway/client';
import { ActivityLog } from './ActivityLog.ts';
import { meaningOf } from './activityText.ts';
import { byId, make, setText } from './dom.ts';
import { formatMoment, short } from './format.ts';
import { describe } from './problems.ts';

/** How many of the changes before the page was opened are shown. */
const looksBack = 200;

/** The changes in the gateway, newest first. It follows the feed while the page is open and continues at its position after a reload. */
export class ActivityView {
  readonly #client: GatewayClient;
  readonly #log = new ActivityLog();
  readonly #list = byId('activity-list', HTMLOListElement);
  readonly #problem = byId('activity-problem', HTMLElement);
  readonly #group = byId('activity-group', HTMLSelectElement);
  readonly #entries = new Map<string, HTMLLIElement>();
  #stream: FeedStream | undefined;
  #drawing = false;

  constructor(client: GatewayClient) {
    this.#client = client;
    this.#group.addEventListener('change', () => { this.#draw(); });
    addEventListener('pagehide', () => { this.#save(); });
    void this.#follow();
  }

  stop(): void {
    void this.#stream?.return();
  }

  async #follow(): Promise<void> {
    try {
      const { feedEpoch, sequence } = this.#log.restore() ?? await this.#aWhileAgo();
      this.#draw();
      this.#stream = this.#client.feed({ after: sequence, feedEpoch });
      for await (const item of this.#stream) {
        if (this.#log.take(item)) {
          this.#drawSoon();
        }
      }
    } catch (error) {
      setText(this.#problem, describe(error));
    }
  }

  async #aWhileAgo(): Promise<FeedPosition> {
    const now = this.#client.feed();
    const first = await now.next();
    await now.return();
    if (first.done === true || first.value.kind !== 'started') {
      throw new Error('The feed ended before its first item.');
    }
    const { feedEpoch, oldest, latest } = first.value;
    return { feedEpoch, sequence: Math.max(oldest - 1, latest - looksBack, 0) };
  }

  #save(): void {
    if (this.#stream !== undefined) {
      this.#log.save(this.#stream.position);
    }
  }

  #drawSoon(): void {
    if (!this.#drawing) {
      this.#drawing = true;
      requestAnimationFrame(() => {
        this.#drawing = false;
        this.#draw();
      });
    }
  }

  #draw(): void {
    const group = this.#group.value;
    const shown = this.#log.changes.filter((change) => group === 'all' || meaningOf(change).group === group);
    const keys = new Set(shown.map(keyOf));
    for (const [key, entry] of this.#entries) {
      if (!keys.has(key)) {
        entry.remove();
        this.#entries.delete(key);
      }
    }
    shown.forEach((change, i) => {
      const entry = this.#entryOf(change);
      const there = this.#list.children[i];
      if (there !== entry) {
        this.#list.insertBefore(entry, there ?? null);
      }
    });
    byId('activity-empty', HTMLElement).hidden = shown.length > 0;
  }

  #entryOf(change: FeedChange): HTMLLIElement {
    const known = this.#entries.get(keyOf(change));
    if (known !== undefined) {
      return known;
    }
    const { text, tone } = meaningOf(change);
    const entry = make('li', '', 'change');
    entry.dataset['tone'] = tone;
    const time = make('time', formatMoment(change.at));
    time.dateTime = change.at;
    const session = change.sessionName ?? (change.sessionId === undefined ? undefined : short(change.sessionId));
    const about = [session, change.sessionTag].filter((part) => part !== undefined).join(' · ');
    const detail = [change.subject, change.detail].filter((part) => part !== undefined).join(': ');
    entry.append(time, make('span', text, 'what'), make('span', about, 'about'), make('span', detail, 'detail'));
    if (this.#log.missing.has(change.sequence)) {
      entry.append(make('p', 'Older changes are no longer kept.', 'hint'));
    }
    this.#entries.set(keyOf(change), entry);
    return entry;
  }
}

function keyOf({ sequence, at }: FeedChange): string {
  return `${sequence} ${at}`;
}
