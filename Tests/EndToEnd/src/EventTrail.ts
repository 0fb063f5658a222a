import type { EventStream, ModeItem, MxEvent } from '@mxgateway/client';

/** Records every event of a stream that may leave events out, and where its mode or filter changes. */
export class EventTrail {
  readonly events: MxEvent[] = [];
  readonly modes: ModeItem[] = [];
  /** Number of events that, according to the stream, were merged into later ones of the same item. */
  conflated = 0;
  /** Items that must not come if no event is lost. */
  readonly faults: string[] = [];

  /** Sequence of the latest event. */
  get last(): number {
    return this.events.at(-1)?.sequence ?? 0;
  }

  /** The events whose sequence is greater than `after` and at most `last`. */
  between(after: number, last: number): MxEvent[] {
    return this.events.filter(({ sequence }) => sequence > after && sequence <= last);
  }

  /** Reads to the end of the stream. */
  async read(stream: EventStream): Promise<void> {
    for await (const item of stream) {
      switch (item.kind) {
        case 'events':
          this.events.push(...item.events);
          break;
        case 'mode':
          this.modes.push(item);
          break;
        case 'lagged':
          this.conflated += item.conflated;
          if (item.dropped > 0) {
            this.faults.push(JSON.stringify(item));
          }
          break;
        case 'gap':
        case 'snapshot':
          this.faults.push(JSON.stringify(item));
          break;
        case 'started':
        case 'idle':
        case 'state':
        case 'access':
          break;
      }
    }
  }
}
