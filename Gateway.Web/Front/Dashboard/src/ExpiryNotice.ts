import { byId, setText } from './dom.ts';
import { formatTime } from './format.ts';

const checkMs = 10_000;
const noticeMs = 10 * 60_000;

/** Warns before access ends, because the page cannot get a new token by itself. */
export class ExpiryNotice {
  readonly #notice = byId('expiry', HTMLElement);
  #timer: number | undefined;

  watch(expiresAt: string): void {
    this.stop();
    const end = Date.parse(expiresAt);
    const tell = (): void => {
      const left = end - Date.now();
      this.#notice.hidden = left > noticeMs || left <= 0;
      const minutes = Math.ceil(left / 60_000);
      setText(this.#notice, `Your access ends at ${formatTime(expiresAt).slice(0, 5)}, in ${minutes === 1 ? 'a minute' : `${minutes} minutes`}. `
        + 'To continue, sign in again or open the page with a new token.');
    };
    tell();
    this.#timer = window.setInterval(tell, checkMs);
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#notice.hidden = true;
  }
}
