import { EventStream } from '@mxgateway/client';
import { byId, make, setText } from './dom.ts';
import { formatTime, short } from './format.ts';
import type { LiveStream } from './LiveTarget.ts';
import type { StreamFacts } from './StreamFacts.ts';

const redrawMs = 500;
const gapTexts = {
  evicted: 'the history no longer has them',
  epochChanged: 'the numbering of the events has started again',
  ahead: 'the position was beyond the latest event',
  workerOverflow: 'the worker\'s ring overflowed',
} as const;

/** Shows the state of the stream: its position, resumes and gaps. */
export class StreamPanel {
  readonly #list = byId('stream-facts', HTMLDListElement);
  readonly #gaps = byId('gaps', HTMLOListElement);
  readonly #noGaps = byId('no-gaps', HTMLElement);
  readonly #values = new Map<string, HTMLElement>();
  #lastDraw = 0;

  update(now: number, stream: LiveStream | undefined, facts: StreamFacts): void {
    if (now - this.#lastDraw < redrawMs) {
      return;
    }
    this.#lastDraw = now;
    this.#put('Status', stream?.status ?? 'none');
    const position = stream instanceof EventStream ? stream.position : undefined;
    this.#put('Position', position === undefined ? '–' : position.sequence.toLocaleString());
    this.#put('Epoch', position === undefined ? '–' : short(position.epoch));
    this.#put('Mode', facts.mode);
    this.#put('Events', facts.events.toLocaleString());
    this.#put('Resumes', facts.lastResumeCause === undefined ? '0' : `${facts.resumes} (last: ${words(facts.lastResumeCause)})`);
    this.#put('Last idle', facts.lastIdle === undefined ? '–' : formatTime(facts.lastIdle.toISOString()));
    this.#put('Merged', facts.conflated.toLocaleString());
    if (facts.dropped > 0) {
      this.#put('Dropped', facts.dropped.toLocaleString());
    }
    this.#noGaps.hidden = facts.gaps.length > 0;
    if (this.#gaps.children.length !== facts.gaps.length) {
      this.#gaps.replaceChildren(...facts.gaps.map(({ at, reason, missed }) =>
        make('li', `${formatTime(at.toISOString())}: ${missed === undefined ? 'events' : `${missed.toLocaleString()} events`} missing: ${gapTexts[reason]}`)));
    }
  }

  #put(name: string, text: string): void {
    let value = this.#values.get(name);
    if (value === undefined) {
      value = make('dd');
      this.#values.set(name, value);
      this.#list.append(make('dt', name), value);
    }
    setText(value, text);
  }
}

function words(cause: string): string {
  return cause.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}
