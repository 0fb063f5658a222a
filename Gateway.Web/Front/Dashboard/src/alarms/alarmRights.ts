import type { Identity } from '../apiContracts.ts';
import { may } from '../identity.ts';

/** The owner of the session in which the gateway watches the alarms. */
export const monitorOwner = 'gateway:alarms';

/** What the user may do with alarms. The gateway checks every right; this decides only what the page offers. */
export class AlarmRights {
  readonly #may: boolean;
  readonly #globs: readonly RegExp[] | undefined;

  constructor(who: Identity) {
    this.#may = may(who, 'alarms:acknowledge') || may(who, 'sessions:write');
    this.#globs = who.write?.map(toPattern);
  }

  /** Whether anything can be acknowledged or shelved at all. */
  get any(): boolean {
    return this.#may;
  }

  mayAcknowledge(reference: string): boolean {
    return this.#allows(`${reference}.AckMsg`);
  }

  mayShelve(reference: string): boolean {
    return this.#allows(`${reference}.AlarmShelveCmd`);
  }

  #allows(item: string): boolean {
    return this.#may && (this.#globs?.some((glob) => glob.test(item)) ?? true);
  }
}

/** A glob as the gateway understands it: `*` stands for any text, `?` for one character, and there is no escape character. */
function toPattern(glob: string): RegExp {
  const escaped = glob.replace(/[.+^${}()|[\]\\]/g, String.raw`\$&`).replace(/\*+/g, '.*').replace(/\?/g, '.');
  return new RegExp(`^${escaped}$`, 'is');
}
