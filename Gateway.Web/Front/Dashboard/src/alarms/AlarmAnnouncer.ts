import type { AlarmCounts, AlarmTransition } from '@mxgateway/client';
import { isSuppressed } from '@mxgateway/client';

const intervalMs = 5_000;

/**
 * Says for screen readers what was raised: at most one sentence per interval however many alarms are raised, because a flood of announcements
 * would make the page unusable.
 */
export class AlarmAnnouncer {
  #raised = 0;
  #urgent: { readonly reference: string; readonly priority: number } | undefined;
  #last = Number.NEGATIVE_INFINITY;

  /** Notes a transition; true when it raised an alarm that is announced. */
  note({ kind, alarm, raises }: AlarmTransition): boolean {
    const times = raises ?? (kind === 'raised' ? 1 : 0);
    if (times === 0 || alarm.condition !== 'active' || isSuppressed(alarm)) {
      return false;
    }
    this.#raised += 1;
    const priority = alarm.priority ?? 1_000;
    if (this.#urgent === undefined || priority < this.#urgent.priority) {
      this.#urgent = { reference: alarm.reference, priority };
    }
    return true;
  }

  /** The sentence that is due at `now` (milliseconds); undefined when there is nothing to say, or when it is too early. */
  take(now: number, counts: AlarmCounts): string | undefined {
    if (this.#urgent === undefined || now - this.#last < intervalMs) {
      return undefined;
    }
    const { reference, priority } = this.#urgent;
    const urgency = priority > 999 ? '' : `, priority ${priority}`;
    const what = this.#raised === 1 ? `Alarm: ${reference}${urgency}.` : `${this.#raised} alarms. Most urgent: ${reference}${urgency}.`;
    this.#last = now;
    this.#raised = 0;
    this.#urgent = undefined;
    return `${what} ${counts.unacknowledged} unacknowledged.`;
  }
}
