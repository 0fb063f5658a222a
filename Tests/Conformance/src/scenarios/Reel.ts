import type { Subscription } from '../gateway/Subscription.js';
import type { EventsItem, StreamItem } from '../wire.js';
import { firstEpoch } from './Scenario.js';

/** What a session's stream has in order, so that each subscription gets it from its position on. */
export class Reel {
  readonly #items: readonly StreamItem[];

  constructor(items: readonly StreamItem[]) {
    this.#items = items;
  }

  get length(): number {
    return this.#items.length;
  }

  get latest(): number {
    return this.#items.reduce(positionAfter, 0);
  }

  /** What the subscription has to be sent behind `started`, each with its place on the reel. */
  from(subscription: Subscription): readonly { readonly place: number; readonly item: StreamItem }[] {
    const after = subscription.resumeAfter ?? this.latest;
    let position = 0;
    return this.#items.flatMap((item, place) => {
      position = positionAfter(position, item);
      return position <= after ? [] : [{ place, item: item.kind === 'events' && item.first <= after ? trimmed(item, after) : item }];
    });
  }

  start(subscription: Subscription): void {
    subscription.start(firstEpoch, 1, this.latest);
  }
}

function positionAfter(position: number, item: StreamItem): number {
  switch (item.kind) {
    case 'events':
      return item.last;
    case 'idle':
      return item.sequence;
    case 'gap':
      return item.oldest - 1;
    default:
      return position;
  }
}

function trimmed(item: EventsItem, after: number): EventsItem {
  return { ...item, first: after + 1, events: item.events.filter(({ sequence }) => sequence > after) };
}
