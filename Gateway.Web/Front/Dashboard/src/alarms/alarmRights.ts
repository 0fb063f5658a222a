import type { Identity } from '../apiContracts.ts';
import { allows, may } from '../identity.ts';

/** The owner of the session in which the gateway watches the alarms. */
export const monitorOwner = 'gateway:alarms';

/** What the user may do with alarms. The gateway checks every right; this decides only what the page offers. */
export class AlarmRights {
  readonly #who: Identity;

  constructor(who: Identity) {
    this.#who = who;
  }

  /** Whether anything can be acknowledged or shelved at all. */
  get any(): boolean {
    return may(this.#who, 'alarms:acknowledge') || may(this.#who, 'sessions:write');
  }

  mayAcknowledge(reference: string): boolean {
    return this.any && allows(this.#who, `${reference}.AckMsg`);
  }

  mayShelve(reference: string): boolean {
    return this.any && allows(this.#who, `${reference}.AlarmShelveCmd`);
  }
}
