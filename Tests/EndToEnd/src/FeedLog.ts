import type { FeedChange, FeedStreamItem } from '@mxgateway/client';

/** Records the changes of a feed, and checks that each comes once and in order. */
export class FeedLog {
  readonly changes: FeedChange[] = [];
  readonly faults: string[] = [];
  resets = 0;
  resumes = 0;
  #last: number | undefined;

  take(item: FeedStreamItem): void {
    switch (item.kind) {
      case 'started':
        this.#last ??= item.after;
        this.resumes += item.resumed ? 1 : 0;
        break;
      case 'changes':
        if (item.first !== (this.#last ?? -1) + 1) {
          this.faults.push(`${item.first} after ${this.#last ?? 'nothing'}`);
        }
        this.#last = item.last;
        this.changes.push(...item.changes);
        break;
      case 'idle':
        this.#last = item.sequence;
        break;
      case 'reset':
        this.resets += 1;
        this.#last = item.oldest - 1;
        break;
    }
  }

  has(kind: FeedChange['kind'], sessionName: string): boolean {
    return this.changes.some((change) => change.kind === kind && change.sessionName === sessionName);
  }
}
