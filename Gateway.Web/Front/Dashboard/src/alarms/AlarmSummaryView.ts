import type { AlarmCounts, AlarmState } from '@mxgateway/client';
import { byId, make, setText } from '../dom.ts';
import { states } from './alarmFilter.ts';
import type { AlarmSound } from './AlarmSound.ts';
import { noticeOf, signs, stateNames, type WatchState } from './alarmText.ts';

const soundTexts = { off: 'Sound off', waiting: 'Sound: click once', on: 'Sound on' } as const;

/** The alarms in the header of every part of the page: how many are in each state, whether that can be relied on, and the sound. */
export class AlarmSummaryView {
  readonly #root = byId('alarm-header', HTMLElement);
  readonly #summary = byId('alarm-summary', HTMLButtonElement);
  readonly #notice = byId('alarm-notice', HTMLElement);
  readonly #said = byId('alarm-said', HTMLElement);
  readonly #button = byId('alarm-sound', HTMLButtonElement);
  readonly #counts = new Map<AlarmState, HTMLElement>();
  readonly #trust = make('span', 'not current', 'alarm-trust');

  constructor(onOpen: () => void, onSound: () => void) {
    this.#summary.addEventListener('click', onOpen);
    this.#button.addEventListener('click', onSound);
    this.#summary.replaceChildren(make('span', 'Alarms: ', 'visually-hidden'), this.#trust);
    for (const state of states.filter((one) => one !== 'normal')) {
      const number = make('b', '–');
      const entry = make('span', '', 'alarm-count');
      const sign = make('span', signs[state], 'sign');
      sign.setAttribute('aria-hidden', 'true');
      entry.dataset['state'] = state;
      entry.append(sign, number, make('span', ` ${stateNames[state]} `, 'word'));
      this.#counts.set(state, number);
      this.#summary.append(entry);
    }
  }

  draw(counts: AlarmCounts, watch: WatchState): void {
    this.#root.hidden = false;
    const isKnown = watch.monitor !== undefined && !(watch.awaitingSnapshot && watch.stale);
    for (const [state, number] of this.#counts) {
      setText(number, isKnown || counts[state] > 0 ? String(counts[state]) : '–');
      number.parentElement?.classList.toggle('none', counts[state] === 0);
    }
    const notice = noticeOf(watch);
    this.#trust.hidden = notice === undefined;
    this.#trust.dataset['tone'] = notice?.tone ?? '';
    setText(this.#trust, watch.monitor?.status === 'partial' && watch.connected ? 'partly known' : 'not current');
    this.#summary.classList.toggle('stale', notice?.tone === 'bad');
    setText(this.#notice, notice?.text ?? '');
    this.#notice.hidden = notice === undefined;
    this.#notice.dataset['tone'] = notice?.tone ?? '';
  }

  drawSound(sound: AlarmSound): void {
    const { state } = sound;
    setText(this.#button, soundTexts[state]);
    this.#button.setAttribute('aria-pressed', String(state !== 'off'));
    this.#button.dataset['state'] = state;
    this.#button.title = state === 'waiting' ? 'The browser plays sound only after you have clicked or typed on the page.' : 'A tone when an alarm is raised';
  }

  /** Says a sentence to screen readers. */
  say(text: string): void {
    setText(this.#said, text);
  }

  hide(): void {
    this.#root.hidden = true;
    this.#notice.hidden = true;
  }
}
