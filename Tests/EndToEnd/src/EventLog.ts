import type { EventFamily, EventStream, GapItem, ResumeCause, SessionStreamItem } from '@mxgateway/client';

/** Keeps account of a stream: what came, in which order, and what was missing. */
export class EventLog {
  /** Sequence of the first event. */
  first = 0;
  /** Sequence of the latest event. */
  last = 0;
  /** Events that came. */
  count = 0;
  /** Events the client's own buffer dropped. */
  dropped = 0;
  /** Events whose sequence was not the one after the sequence before. */
  readonly outOfOrder: string[] = [];
  readonly gaps: GapItem[] = [];
  readonly resumes: ResumeCause[] = [];
  readonly families = new Set<EventFamily>();
  readonly kinds = new Set<SessionStreamItem['kind']>();
  /** Why the stream ended; undefined while it runs and after a completion. */
  error: unknown;

  add(item: SessionStreamItem): void {
    this.kinds.add(item.kind);
    switch (item.kind) {
      case 'events':
        for (const { family, sequence } of item.events) {
          this.families.add(family);
          if (this.last !== 0 && sequence !== this.last + 1) {
            this.outOfOrder.push(`${sequence} after ${this.last}`);
          }
          this.first ||= sequence;
          this.last = sequence;
          this.count += 1;
        }
        break;
      case 'gap':
        this.gaps.push(item);
        break;
      case 'lagged':
        this.dropped += item.dropped;
        break;
      case 'started':
        if (item.resumeCause !== undefined) {
          this.resumes.push(item.resumeCause);
        }
        break;
      case 'snapshot':
      case 'idle':
      case 'state':
      case 'access':
      case 'mode':
        break;
    }
  }

  /** Reads until an item is the last wanted, and leaves the stream open. */
  async readOn(stream: EventStream, isLast: (item: SessionStreamItem) => boolean): Promise<void> {
    for (;;) {
      const result = await stream.next();
      if (result.done === true) {
        throw new Error('The stream ended.');
      }
      this.add(result.value);
      if (isLast(result.value)) {
        return;
      }
    }
  }

  /** Reads to the end of the stream, or until an item is the last wanted, and ends it. */
  async read(stream: EventStream, isLast: (item: SessionStreamItem) => boolean = () => false): Promise<void> {
    try {
      for await (const item of stream) {
        this.add(item);
        if (isLast(item)) {
          return;
        }
      }
    } catch (error) {
      this.error = error;
    }
  }
}
