import type { GatewayApi } from '../api.ts';
import type { Timeline, TimelineEntry } from '../apiContracts.ts';
import { byId, make, setText } from '../dom.ts';
import { formatMoment, short } from '../format.ts';
import { describe } from '../problems.ts';
import { ActionBar } from './ActionBar.ts';
import { type TimelineTarget, targetText } from './timelineAddress.ts';
import type { TimelineAction } from './timelineActions.ts';
import { detailOf, meaningOf, momentOf, newestFirst } from './timelineText.ts';

/** How often what is open is asked for again, in milliseconds. */
const every = 2_000;

export interface TimelinePartOptions {
  readonly api: GatewayApi;
  /** What the page calls a session or a reader; undefined when it does not know it any more. */
  readonly nameOf: (kind: TimelineTarget['kind'], id: string) => string | undefined;
  /** What the user may do with it. */
  readonly actionsOf: (target: TimelineTarget) => readonly TimelineAction[];
  readonly onClose: () => void;
  /** What was asked for has arrived. */
  readonly onEntries?: (target: TimelineTarget, timelines: readonly Timeline[]) => void;
}

/** What happened to one session, reader, worker or connection, or what a dump has of several, the newest first. */
export class TimelinePart {
  readonly #options: TimelinePartOptions;
  readonly #card = byId('timeline', HTMLElement);
  readonly #entries = byId('timeline-entries', HTMLOListElement);
  readonly #problem = byId('timeline-problem', HTMLElement);
  readonly #actions: ActionBar;
  readonly #end = new AbortController();
  #target: TimelineTarget | undefined;
  #asked = 0;
  #shown = '';

  constructor(options: TimelinePartOptions) {
    this.#options = options;
    this.#actions = new ActionBar(options.api);
    byId('timeline-close', HTMLButtonElement).addEventListener('click', () => {
      this.open(undefined);
      options.onClose();
    }, { signal: this.#end.signal });
    this.#card.hidden = true;
  }

  get target(): TimelineTarget | undefined {
    return this.#target;
  }

  stop(): void {
    this.#end.abort();
    this.open(undefined);
  }

  /** Shows the timeline of something, or none. */
  open(target: TimelineTarget | undefined): void {
    const before = this.#target === undefined ? '' : targetText(this.#target);
    this.#target = target;
    this.#card.hidden = target === undefined;
    if (target === undefined || targetText(target) !== before) {
      this.#asked = 0;
      this.#shown = '';
      this.#entries.replaceChildren();
      setText(this.#problem, '');
      setText(byId('timeline-hint', HTMLElement), '');
    }
    this.draw();
  }

  /** Puts the timeline into another part of the page, after an element. */
  placeAfter(element: HTMLElement): void {
    if (element.nextElementSibling !== this.#card) {
      element.after(this.#card);
    }
  }

  /** Moves the keyboard to the timeline, because the user has opened it. */
  focus(): void {
    this.#card.focus();
    this.#card.scrollIntoView({ block: 'nearest' });
  }

  /** Asks again when what is shown is old. A dump does not change. */
  draw(): void {
    const target = this.#target;
    if (target === undefined || document.hidden) {
      return;
    }
    setText(byId('timeline-title', HTMLElement), this.#title(target));
    this.#actions.show(target.id, this.#options.actionsOf(target));
    const now = performance.now();
    if (this.#asked === 0 || (target.kind !== 'dump' && now - this.#asked >= every)) {
      this.#asked = now;
      void this.#ask(target);
    }
  }

  async #ask(target: TimelineTarget): Promise<void> {
    try {
      const timelines = target.kind === 'dump' ? (await this.#options.api.dump(target.id)).timelines : [await this.#options.api.timeline(target.kind, target.id)];
      if (this.#target === target) {
        setText(this.#problem, '');
        this.#options.onEntries?.(target, timelines);
        this.#show(timelines);
      }
    } catch (error) {
      if (this.#target === target) {
        setText(this.#problem, describe(error));
      }
    }
  }

  #show(timelines: readonly Timeline[]): void {
    const text = JSON.stringify(timelines);
    if (text === this.#shown) {
      return;
    }
    this.#shown = text;
    const lost = timelines.reduce((sum, timeline) => sum + timeline.lost, 0);
    setText(byId('timeline-hint', HTMLElement), lost === 0 ? '' : `${lost.toLocaleString()} older entries are no longer kept`);
    byId('timeline-empty', HTMLElement).hidden = timelines.some(({ entries }) => entries.length > 0);
    this.#entries.replaceChildren(...timelines.flatMap((timeline) => [
      ...(timelines.length === 1 ? [] : [this.#head(timeline)]), ...newestFirst(timeline.entries).map((entry) => this.#entry(timeline, entry)),
    ]));
  }

  #head({ part, id, subject, ended }: Timeline): HTMLLIElement {
    const element = make('li', '', 'timeline-head');
    element.append(make('h3', `${capital(partText(part))} ${this.#options.nameOf(part, id) ?? short(id)}, ${subject}${ended === undefined ? '' : `, ended ${formatMoment(ended)}`}`));
    return element;
  }

  #entry(timeline: Timeline, entry: TimelineEntry): HTMLLIElement {
    const { text, tone } = meaningOf(entry);
    const element = make('li', '', 'change');
    element.dataset['tone'] = tone;
    element.dataset['kind'] = entry.kind;
    const time = make('time', momentOf(entry.at));
    time.dateTime = entry.at;
    time.title = formatMoment(entry.at);
    const about = entry.part === undefined || entry.part === timeline.part ? '' : `${partText(entry.part)} ${entry.id === undefined ? '' : this.#options.nameOf(entry.part, entry.id) ?? short(entry.id)}`.trim();
    element.append(time, make('span', text, 'what'), make('span', about, 'about'), make('span', detailOf(entry), 'detail'));
    return element;
  }

  #title({ kind, id }: TimelineTarget): string {
    const name = this.#options.nameOf(kind, id) ?? short(id);
    return kind === 'dump' ? `Recorded when it happened: ${name}` : `Timeline of ${partText(kind)} ${name}`;
  }
}

function partText(part: TimelineTarget['kind']): string {
  return part === 'stream' ? 'reader' : part;
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
