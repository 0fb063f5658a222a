import type { EventFamily, EventStream, GapItem, ResumeCause, SessionStreamItem } from '@mxgateway/client';

/** Records what a stream delivers: which events, in which order, and which are missing. */
export class EventLog {
  /** Sequence of the first event. */
  first = 0;
  /** Sequence of the latest event. */
  last = 0;
  /** Number of received events. */
  count = 0;
  /** Number of events that the client's own buffer dropped. */
  dropped = 0;
  /** Events whose sequence does not follow the previous one. */
  readonly outOfOrder: string[] = [];
  readonly gaps: GapItem[] = [];
  readonly resumes: ResumeCause[] = [];
  readonly families = new Set<EventFamily>();
  readonly kinds = new Set<SessionStreamItem['kind']>();
  /** The error that ended the stream; undefined while the stream runs and after it has completed. */
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

  /** Reads until `isLast` accepts an item, and leaves the stream open. */
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

  /** Reads to the end of the stream, or until `isLast` accepts an item, and then ends the stream. */
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
