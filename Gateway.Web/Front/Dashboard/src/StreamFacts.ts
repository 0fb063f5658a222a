import type { GapItem, MultiSessionStreamItem, SessionStreamItem } from '@mxgateway/client';

export interface GapNote {
  readonly at: Date;
  readonly reason: GapItem['reason'];
  readonly missed: number | undefined;
}

/** Facts about the stream itself. */
export class StreamFacts {
  events = 0;
  resumes = 0;
  dropped = 0;
  conflated = 0;
  mode = 'conflate';
  lastResumeCause: string | undefined;
  lastIdle: Date | undefined;
  readonly gaps: GapNote[] = [];

  /** Notes the start of a stream of one session or of several. */
  noteStart(item: SessionStreamItem | MultiSessionStreamItem): void {
    if (item.kind === 'started' && item.resumed) {
      this.resumes += 1;
      this.lastResumeCause = item.resumeCause;
    }
  }

  apply(item: SessionStreamItem, now: Date): void {
    switch (item.kind) {
      case 'started':
        this.noteStart(item);
        break;
      case 'events':
        this.events += item.count;
        break;
      case 'gap':
        this.gaps.unshift({ at: now, reason: item.reason, missed: item.missed });
        // Bounded, because a bad connection can cause many gaps.
        this.gaps.length = Math.min(this.gaps.length, 20);
        break;
      case 'lagged':
        this.dropped += item.dropped;
        this.conflated += item.conflated;
        break;
      case 'idle':
        this.lastIdle = now;
        break;
      case 'mode':
        this.mode = item.reason === 'slow' ? `${item.mode}, this page is slow` : item.mode;
        break;
      case 'snapshot':
      case 'access':
      case 'state':
        break;
    }
  }
}
