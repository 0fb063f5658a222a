import type { FeedChange, FeedPosition, FeedStreamItem } from '@mxgateway/client';

const kept = 300;
const key = 'gateway.activity';

interface Saved {
  readonly position: FeedPosition | undefined;
  readonly changes: readonly FeedChange[];
  readonly missing: readonly number[];
}

/** The latest changes and the position after them, from which a reload of the page continues. */
export class ActivityLog {
  /** Newest first. */
  readonly changes: FeedChange[] = [];
  /** Sequences before which changes are missing. */
  readonly missing = new Set<number>();

  /** Restores the saved changes and returns their position. */
  restore(): FeedPosition | undefined {
    try {
      const saved = JSON.parse(sessionStorage.getItem(key) ?? 'null') as Saved | null;
      this.changes.push(...saved?.changes ?? []);
      saved?.missing.forEach((sequence) => this.missing.add(sequence));
      return saved?.position;
    } catch {
      return undefined;
    }
  }

  save(position: FeedPosition | undefined): void {
    const saved: Saved = { position, changes: this.changes, missing: [...this.missing] };
    try {
      sessionStorage.setItem(key, JSON.stringify(saved));
    } catch {
      // If the storage is full, the list is lost at the next load, and nothing else.
      sessionStorage.removeItem(key);
    }
  }

  /** Applies an item of the feed; true when the list has changed. */
  take(item: FeedStreamItem): boolean {
    switch (item.kind) {
      case 'changes':
        this.changes.unshift(...[...item.changes].reverse());
        this.changes.length = Math.min(this.changes.length, kept);
        return item.changes.length > 0;
      case 'reset':
        if (item.reason === 'epochChanged' || item.reason === 'lost') {
          this.changes.length = 0;
          this.missing.clear();
        }
        this.missing.add(item.oldest);
        return true;
      case 'started':
      case 'idle':
        return false;
    }
  }
}
