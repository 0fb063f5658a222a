import type { EventStream } from '@mxgateway/client';
import { byId, make, setText } from './dom.ts';
import { formatTime, short } from './format.ts';
import type { StreamFacts } from './StreamFacts.ts';

const redrawMs = 500;
const gapTexts = {
  evicted: 'history no longer held them',
  epochChanged: 'the numbering began anew',
  ahead: 'the position was beyond the latest event',
  workerOverflow: 'the worker\'s ring overflowed',
} as const;

/** Where the stream stands: position, resumes, gaps. */
export class StreamPanel {
  readonly #list = byId('stream-facts', HTMLDListElement);
  readonly #gaps = byId('gaps', HTMLOListElement);
  readonly #noGaps = byId('no-gaps', HTMLElement);
  readonly #values = new Map<string, HTMLElement>();
  #lastDraw = 0;

  update(now: number, stream: EventStream | undefined, facts: StreamFacts): void {
    if (now - this.#lastDraw < redrawMs) {
      return;
    }
    this.#lastDraw = now;
    this.#put('Status', stream?.status ?? 'none');
    this.#put('Position', stream?.position === undefined ? '–' : stream.position.sequence.toLocaleString());
    this.#put('Epoch', stream?.position === undefined ? '–' : short(stream.position.epoch));
    this.#put('Events', facts.events.toLocaleString());
    this.#put('Resumes', facts.lastResumeCause === undefined ? '0' : `${facts.resumes} (last: ${words(facts.lastResumeCause)})`);
    this.#put('Last idle', facts.lastIdle === undefined ? '–' : formatTime(facts.lastIdle.toISOString()));
    if (facts.dropped + facts.conflated > 0) {
      this.#put('Dropped, merged', `${facts.dropped.toLocaleString()}, ${facts.conflated.toLocaleString()}`);
    }
    this.#noGaps.hidden = facts.gaps.length > 0;
    if (this.#gaps.children.length !== facts.gaps.length) {
      this.#gaps.replaceChildren(...facts.gaps.map(({ at, reason, missed }) =>
        make('li', `${formatTime(at.toISOString())}: ${missed === undefined ? 'events' : `${missed.toLocaleString()} events`} missing, ${gapTexts[reason]}`)));
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
