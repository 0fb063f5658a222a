import type { GatewayApi } from '../api.ts';
import { byId, make, setText } from '../dom.ts';
import { formatTime } from '../format.ts';
import { describe } from '../problems.ts';
import type { TimelineAction } from './timelineActions.ts';

const titles: Readonly<Record<TimelineAction, string>> = {
  endReader: 'End this reader', closeSession: 'Close session', killSession: 'Kill session', traceSession: 'Log everything for 10 minutes',
};

const questions: Readonly<Partial<Record<TimelineAction, string>>> = {
  closeSession: 'Close this session and end its worker, for all users?',
  killSession: 'Kill this session and its worker at once, for all users? Commands that are running end with an unknown outcome.',
};

/** The buttons of a timeline: what the user may do with the session or the reader that it is of. */
export class ActionBar {
  readonly #api: GatewayApi;
  readonly #bar = byId('timeline-actions', HTMLElement);
  readonly #result = byId('timeline-result', HTMLElement);
  #shown = '';

  constructor(api: GatewayApi) {
    this.#api = api;
  }

  show(id: string, actions: readonly TimelineAction[]): void {
    const text = `${id} ${actions.join(' ')}`;
    if (text === this.#shown) {
      return;
    }
    if (!this.#shown.startsWith(`${id} `)) {
      setText(this.#result, '');
    }
    this.#shown = text;
    this.#bar.hidden = actions.length === 0;
    this.#bar.replaceChildren(...actions.map((action) => {
      const button = make('button', titles[action], action === 'traceSession' ? 'quiet' : 'quiet danger');
      button.type = 'button';
      button.dataset['action'] = action;
      button.addEventListener('click', () => { void this.#run(id, action); });
      return button;
    }));
  }

  async #run(id: string, action: TimelineAction): Promise<void> {
    const question = questions[action];
    if (question !== undefined && !confirm(question)) {
      return;
    }
    try {
      setText(this.#result, await this.#act(id, action));
    } catch (error) {
      setText(this.#result, describe(error));
    }
  }

  async #act(id: string, action: TimelineAction): Promise<string> {
    switch (action) {
      case 'endReader': {
        const reason = prompt('Why? The client of the reader is told this.');
        if (reason === null) {
          return '';
        }
        await this.#api.endReader(id, reason.trim() === '' ? undefined : reason.trim());
        return 'The reader was ended.';
      }
      case 'traceSession':
        return `Until ${formatTime((await this.#api.traceSession(id)).until).slice(0, 8)} the gateway's log has everything that happens to this session.`;
      default:
        await this.#api.endSession(id, action === 'killSession' ? 'kill' : 'close');
        return action === 'killSession' ? 'The session was killed.' : 'The session was closed.';
    }
  }
}
