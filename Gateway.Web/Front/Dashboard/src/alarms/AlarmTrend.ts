import {
  type Alarm, type GatewayClient, type ItemInfo, type ItemKey, qualityClass, type Session, type SessionInfo, type SessionStreamItem, toNumber,
} from '@mxgateway/client';
import { byId, setText } from '../dom.ts';
import { normalReference, sameReference } from '../itemReference.ts';
import { describe } from '../problems.ts';
import { TrendData } from '../TrendData.ts';
import { TrendView } from '../TrendView.ts';
import { alarmedItems } from './alarmedItems.ts';
import { monitorOwner } from './alarmRights.ts';

/** How many sessions are asked whether they have the item. */
const mostAsked = 20;
/** How long the history is read; what has not come by then is left out. */
const historyMs = 4_000;

interface Found {
  readonly info: SessionInfo;
  readonly session: Session;
  readonly item: ItemInfo;
  readonly reference: string;
}

/** The trend of the item that an alarm watches: what the history of a session has of it, and then its values as they come. */
export class AlarmTrend {
  readonly #client: GatewayClient;
  readonly #data = new TrendData();
  readonly #view = new TrendView('alarm-trend', this.#data);
  readonly #hint = byId('alarm-trend-hint', HTMLElement);
  #stop = new AbortController();

  constructor(client: GatewayClient) {
    this.#client = client;
  }

  /** Shows the trend for an alarm, or the reason why there is none. */
  async show(alarm: Alarm): Promise<void> {
    this.clear();
    const stop = new AbortController();
    this.#stop = stop;
    setText(this.#hint, 'Looking for the item in your sessions…');
    try {
      const found = await this.#find(alarm.reference);
      if (stop.signal.aborted) {
        return;
      }
      if (found === undefined) {
        const names = alarmedItems(alarm.reference).join(' or ');
        setText(this.#hint, `There is no trend: none of your sessions has an item ${names}. Add the item to a session to see its trend here.`);
      } else {
        await this.#follow(found, alarm, stop.signal);
      }
    } catch (error) {
      if (!stop.signal.aborted) {
        this.#view.show(new Map());
        setText(this.#hint, `There is no trend: ${describe(error)}`);
      }
    } finally {
      stop.abort();
    }
  }

  clear(): void {
    this.#stop.abort(new Error('Another alarm is shown.'));
    this.#data.clear();
    this.#view.show(new Map());
    setText(this.#hint, '');
  }

  async #find(reference: string): Promise<Found | undefined> {
    const wanted = alarmedItems(reference).map((name) => sameReference(name));
    const sessions = await this.#client.listSessions();
    const asked = sessions.filter(({ state, items, owner }) => state === 'ready' && items > 0 && owner !== monitorOwner).slice(0, mostAsked);
    for (const info of asked) {
      const session = this.#client.session(info.sessionId);
      await session.items.refresh().catch(() => undefined);
      const item = session.items.all().find((one) => wanted.includes(sameReference(one.itemDefinition, one.itemContext)));
      if (item !== undefined) {
        return { info, session, item, reference: normalReference(item.itemDefinition, item.itemContext) };
      }
    }
    return undefined;
  }

  async #follow(found: Found, alarm: Alarm, signal: AbortSignal): Promise<void> {
    const limit = alarm.limit === undefined ? undefined : toNumber(alarm.limit);
    const names = new Map([['value', found.reference], ...(limit === undefined ? [] : [['limit', 'Limit'] as const])]);
    names.forEach((_name, key) => { this.#data.choose(key); });
    this.#view.show(names);
    const frame = (now: number): void => {
      if (!signal.aborted) {
        this.#view.update(now);
        requestAnimationFrame(frame);
      }
    };
    requestAnimationFrame(frame);
    await this.#readHistory(found, signal);
    if (limit !== undefined) {
      this.#data.add('limit', this.#data.earliest > 0 ? this.#data.earliest : Date.now() / 1000, limit);
    }
    const { session, item } = found;
    for await (const next of session.events({ snapshot: 'always', mode: 'conflate', flushIntervalMs: 200, observer: true, filter: { items: [keyOf(item)] }, signal })) {
      this.#take(next);
    }
    signal.throwIfAborted();
    throw new Error('The session was closed.');
  }

  async #readHistory({ info, session, item }: Found, signal: AbortSignal): Promise<void> {
    if (info.epoch === undefined || info.latestSequence === 0) {
      return;
    }
    const history = session.events({
      resumeAfter: Math.max(0, info.oldestSequence - 1), epoch: info.epoch, filter: { items: [keyOf(item)], families: ['OnDataChange'] },
      signal: AbortSignal.any([signal, AbortSignal.timeout(historyMs)]),
    });
    try {
      for await (const next of history) {
        this.#take(next);
        if ((history.position?.sequence ?? 0) >= info.latestSequence) {
          break;
        }
      }
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof DOMException)) {
        throw error;
      }
    }
  }

  #take(item: SessionStreamItem): void {
    if (item.kind !== 'events' && item.kind !== 'snapshot') {
      return;
    }
    for (const event of item.events) {
      if (event.family === 'OnDataChange') {
        const value = qualityClass(event.quality) === 'bad' ? null : (toNumber(event) ?? null);
        this.#data.add('value', Date.parse(event.workerTime) / 1000, value);
      }
    }
  }
}

function keyOf({ serverHandle, itemHandle }: ItemInfo): ItemKey {
  return { serverHandle, itemHandle };
}
