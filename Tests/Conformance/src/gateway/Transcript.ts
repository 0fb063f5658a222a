import type { RuleId } from '../rules.js';
import type { TaskRequest } from '../task.js';
import type { StreamItem, StreamRequest } from '../wire.js';

/** How a subscription ended. `left`: by the client. */
export type SubscriptionEnd =
  | { readonly how: 'completed' | 'cut' | 'left' }
  | { readonly how: 'failed'; readonly code: string; readonly retryAfterMs?: number | undefined };

/** What the kit did and saw, in order. */
export type TranscriptEntry =
  /** The client was started, by now for the nth time, when its log had so many lines. */
  | { readonly type: 'launched'; readonly process: number; readonly request: TaskRequest; readonly logLines: number }
  | { readonly type: 'killed'; readonly process: number }
  | { readonly type: 'exited'; readonly process: number; readonly code: number | null }
  | { readonly type: 'connected'; readonly token: string }
  | { readonly type: 'refused'; readonly token: string }
  | { readonly type: 'turnedAway' }
  | { readonly type: 'unanswered' }
  | { readonly type: 'tokenGiven' }
  | { readonly type: 'called'; readonly method: string }
  | { readonly type: 'malformed'; readonly detail: string }
  | { readonly type: 'subscribed'; readonly subscription: number; readonly session: unknown; readonly request: StreamRequest; readonly extraArguments: number }
  | { readonly type: 'sent'; readonly subscription: number; readonly item: StreamItem }
  /** An item that breaks the contract; handing out its events breaks the rule. */
  | { readonly type: 'sentHostile'; readonly subscription: number; readonly rule: RuleId; readonly values: readonly number[]; readonly item: unknown }
  | ({ readonly type: 'ended'; readonly subscription: number } & SubscriptionEnd)
  | { readonly type: 'finding'; readonly rule: RuleId; readonly ok: boolean; readonly text: string };

/** An entry with its time in milliseconds since the scenario began. */
export type TimedEntry = TranscriptEntry & { readonly at: number };

export class Transcript {
  readonly #entries: TimedEntry[] = [];
  readonly #began = performance.now();

  get entries(): readonly TimedEntry[] {
    return this.#entries;
  }

  /** Milliseconds since the scenario began. */
  get now(): number {
    return Math.round(performance.now() - this.#began);
  }

  add(entry: TranscriptEntry): void {
    this.#entries.push({ at: this.now, ...entry });
  }

  count(type: TranscriptEntry['type'], sinceMs = 0): number {
    return this.#entries.filter((entry) => entry.type === type && entry.at >= sinceMs).length;
  }
}
