import type { GatewayClient } from '@mxgateway/client';
import type { GatewayApi } from '../api.ts';
import type { Identity } from '../apiContracts.ts';
import { addressParameters } from '../pageAddress.ts';
import type { Views } from '../Views.ts';
import { AlarmAnnouncer } from './AlarmAnnouncer.ts';
import { parametersOf, placeOf } from './alarmAddress.ts';
import { AlarmSummaryView } from './AlarmSummaryView.ts';
import { AlarmRights } from './alarmRights.ts';
import { AlarmSound } from './AlarmSound.ts';
import { AlarmsView } from './AlarmsView.ts';
import { LiveAlarms } from './LiveAlarms.ts';

const announceMs = 1_000;

export interface AlarmsPartOptions {
  readonly client: GatewayClient;
  readonly api: GatewayApi;
  readonly who: Identity;
  readonly views: Views;
  readonly onError: (error: unknown) => void;
}

/** Everything about alarms on the page: it reads them, counts them in the header, and has a part of the page for them. */
export class AlarmsPart {
  readonly #options: AlarmsPartOptions;
  readonly #watch: LiveAlarms;
  readonly #announcer = new AlarmAnnouncer();
  readonly #sound = new AlarmSound(() => { this.#header.drawSound(this.#sound); });
  readonly #header = new AlarmSummaryView(() => { this.#options.views.show('alarms'); }, () => { void this.#sound.toggle(); });
  readonly #view: AlarmsView;
  readonly #announcing: ReturnType<typeof setInterval>;
  #isOffered = false;
  #isDrawing = false;
  #isStopped = false;

  constructor(options: AlarmsPartOptions) {
    const { client, api, who, views } = options;
    this.#options = options;
    this.#watch = new LiveAlarms(client, {
      onChange: () => { this.#drawSoon(); },
      onTransitions: (transitions) => {
        this.#view.note(transitions);
        if (transitions.filter((transition) => this.#announcer.note(transition)).length > 0) {
          this.#sound.ring(performance.now());
        }
      },
      onError: (error) => { options.onError(error); },
    });
    const place = placeOf(addressParameters());
    views.describe('alarms', parametersOf(place));
    this.#view = new AlarmsView({
      client, api, watch: this.#watch, rights: new AlarmRights(who), place,
      onPlace: (parameters) => { views.describe('alarms', parameters); },
      onDirty: () => { this.#drawSoon(); },
    });
    if (addressParameters().get('view') === 'alarms') {
      this.#offer();
    }
    this.#announcing = setInterval(() => { this.#announce(); }, announceMs);
    this.#header.drawSound(this.#sound);
    addEventListener('popstate', this.#followAddress);
  }

  /** A part of the page is shown. */
  shown(isAlarms: boolean): void {
    if (isAlarms) {
      this.#drawSoon();
    } else {
      this.#view.leave();
    }
  }

  stop(): void {
    this.#isStopped = true;
    removeEventListener('popstate', this.#followAddress);
    clearInterval(this.#announcing);
    this.#watch.stop();
    this.#header.hide();
  }

  readonly #followAddress = (): void => {
    if (this.#options.views.shown === 'alarms') {
      this.#view.show(placeOf(addressParameters()));
    }
  };

  /** All changes to the page are made together, once per animation frame. */
  #drawSoon(): void {
    if (!this.#isDrawing) {
      this.#isDrawing = true;
      requestAnimationFrame(() => {
        this.#isDrawing = false;
        if (!this.#isStopped) {
          this.#draw();
        }
      });
    }
  }

  #draw(): void {
    const { table, state, isUnsupported } = this.#watch;
    const { references } = table.takeChanges();
    if (!isUnsupported && (state.monitor !== undefined || state.ended !== undefined)) {
      this.#offer();
      this.#header.draw(table.counts, state);
    }
    this.#view.draw(references);
  }

  /** A gateway without a monitor gets no counts, because zeros would say that no alarm stands. */
  #offer(): void {
    if (!this.#isOffered) {
      this.#isOffered = true;
      this.#options.views.offer('alarms');
    }
  }

  #announce(): void {
    const text = this.#announcer.take(performance.now(), this.#watch.table.counts);
    if (text !== undefined) {
      this.#header.say(text);
    }
  }
}
