import type { GatewayClient, ReaderOverview, SessionOverview } from '@mxgateway/client';
import type { GatewayApi } from '../api.ts';
import type { Identity } from '../apiContracts.ts';
import { byId } from '../dom.ts';
import type { Column } from '../tables/rowList.ts';
import type { RowOrder } from '../tables/rowOrder.ts';
import { actionsOf } from '../timeline/timelineActions.ts';
import { targetOf, targetText, type TimelineTarget } from '../timeline/timelineAddress.ts';
import { TimelinePart } from '../timeline/TimelinePart.ts';
import { ListPart } from '../tables/ListPart.ts';
import type { ViewName, Views } from '../Views.ts';
import { DetailCard } from './DetailCard.ts';
import type { LiveOverview } from './LiveOverview.ts';
import { readerColumns, sessionColumns } from './overviewColumns.ts';
import { OverviewPart } from './OverviewPart.ts';
import { SessionDetail } from './SessionDetail.ts';
import { titleOf } from './sessionNames.ts';

export interface WatchPartsOptions {
  readonly client: GatewayClient;
  readonly views: Views;
  readonly live: () => LiveOverview;
  readonly api: GatewayApi;
  readonly who: () => Identity | undefined;
  /** The user wants to see the values of a session. */
  readonly onLive: (session: SessionOverview) => void;
}

const firstOrders: Readonly<Record<'sessions' | 'readers', RowOrder>> = { sessions: { column: 'session', descending: false }, readers: { column: 'lag', descending: true } };

/** The parts of the page for those who watch the gateway: the overview, the sessions and the readers. They share one timeline, which is in the part that is shown. */
export class WatchParts {
  readonly #options: WatchPartsOptions;
  readonly #timeline: TimelinePart;
  readonly #overview: OverviewPart;
  readonly #sessions: ListPart<SessionOverview>;
  readonly #readers: ListPart<ReaderOverview>;
  readonly #sessionDetail: SessionDetail;
  readonly #readerDetail: DetailCard<ReaderOverview>;
  readonly #targets = new Map<ViewName, TimelineTarget>();
  #isReady = false;

  constructor(options: WatchPartsOptions) {
    this.#options = options;
    const { api, views, live, client, who, onLive } = options;
    const nameOf = (kind: TimelineTarget['kind'], id: string): string | undefined => this.#nameOf(kind, id);
    this.#timeline = new TimelinePart({
      api, nameOf, actionsOf: (target) => actionsOf(target, who(), live().table), onClose: () => { this.#close(); },
      onEntries: (target, timelines) => { this.#sessionDetail.takeEntries(target.id, timelines); },
    });
    const onReader = (readerId: string): void => { this.open({ kind: 'stream', id: readerId }); };
    this.#sessionDetail = new SessionDetail({ client, onReader, onLive, columns: sessionColumns });
    const columns = readerColumns(() => live().table);
    this.#readerDetail = new DetailCard('reader-detail', columns, ({ subject }) => `Reader of ${subject}`);
    this.#sessions = this.#list('sessions', 'session-table', sessionColumns, {
      kind: 'session', rows: () => [...live().table.sessions.values()], keyOf: ({ sessionId }) => sessionId,
      toneOf: ({ state, worker }) => (state === 'faulted' || worker?.state === 'notAnswering' ? 'bad' : ''),
    });
    this.#readers = this.#list('readers', 'reader-table', columns, {
      kind: 'stream', rows: () => [...live().table.readers.values()], keyOf: ({ readerId }) => readerId,
      toneOf: ({ slowSince }) => (slowSince === undefined ? '' : 'uncertain'),
    });
    this.#overview = new OverviewPart({ views, live, api, timeline: this.#timeline, nameOf, onOpen: (target) => { this.open(target); } });
    this.#isReady = true;
    this.shown();
  }

  stop(): void {
    this.#overview.stop();
    this.#sessions.stop();
    this.#readers.stop();
    this.#timeline.stop();
  }

  /** Shows what happened to something, in the part that it belongs to. */
  open(target: TimelineTarget): void {
    const view = target.kind === 'session' ? 'sessions' : target.kind === 'stream' ? 'readers' : 'overview';
    if (view === 'overview') {
      this.#overview.target = target;
    } else {
      this.#targets.set(view, target);
      this.#part(view).changed();
    }
    const { views } = this.#options;
    if (views.shown === view) {
      this.shown();
    } else {
      views.show(view);
    }
    this.#timeline.focus();
  }

  /** Another part of the page is shown. */
  shown(): void {
    const { shown } = this.#options.views;
    if (shown === 'overview') {
      this.#overview.placeTimeline();
    } else if (shown === 'sessions' || shown === 'readers') {
      this.#timeline.placeAfter(byId(shown === 'sessions' ? 'session-detail' : 'reader-detail', HTMLElement));
      this.#timeline.open(this.#targets.get(shown));
    }
    this.draw();
  }

  /** Takes what the gateway told, and draws what is shown. */
  told(): void {
    this.#overview.told();
    this.#drawLists();
  }

  draw(): void {
    this.#overview.draw();
    this.#drawLists();
  }

  #drawLists(): void {
    const { views, live } = this.#options;
    const { table } = live();
    if (views.shown === 'sessions') {
      const id = this.#targets.get('sessions')?.id;
      this.#sessions.open = id;
      this.#sessions.draw();
      this.#sessionDetail.draw(id, id === undefined ? undefined : table.sessions.get(id), [...table.readers.values()].filter(({ sessionId }) => sessionId === id));
    }
    if (views.shown === 'readers') {
      const id = this.#targets.get('readers')?.id;
      this.#readers.open = id;
      this.#readers.draw();
      this.#readerDetail.draw(id === undefined ? undefined : table.readers.get(id));
    }
    if (views.shown === 'overview' || views.shown === 'sessions' || views.shown === 'readers') {
      this.#timeline.draw();
    }
  }

  #list<T>(view: 'sessions' | 'readers', id: string, columns: readonly Column<T>[], of: {
    readonly kind: 'session' | 'stream'; readonly rows: () => readonly T[]; readonly keyOf: (row: T) => string; readonly toneOf: (row: T) => string;
  }): ListPart<T> {
    const { views } = this.#options;
    return new ListPart<T>({
      views, view, id, columns, firstOrder: firstOrders[view], rows: of.rows, keyOf: of.keyOf, toneOf: of.toneOf, openTitle: 'Detail and timeline',
      onOpen: (row) => { this.open({ kind: of.kind, id: of.keyOf(row) }); },
      describe: () => {
        const target = this.#targets.get(view);
        return target === undefined ? {} : { of: targetText(target) };
      },
      onAddress: (parameters) => {
        const target = targetOf(parameters.get('of'));
        if (target?.kind === of.kind) {
          this.#targets.set(view, target);
        } else {
          this.#targets.delete(view);
        }
        if (this.#isReady) {
          this.shown();
        }
      },
    });
  }

  #close(): void {
    const { shown } = this.#options.views;
    if (shown === 'sessions' || shown === 'readers') {
      this.#targets.delete(shown);
      this.#part(shown).changed();
      this.shown();
    } else {
      this.#overview.target = undefined;
      this.#overview.draw();
    }
  }

  #part(view: 'sessions' | 'readers'): ListPart<SessionOverview> | ListPart<ReaderOverview> {
    return view === 'sessions' ? this.#sessions : this.#readers;
  }

  #nameOf(kind: TimelineTarget['kind'], id: string): string | undefined {
    const { table } = this.#options.live();
    if (kind === 'session') {
      const session = table.sessions.get(id);
      return session === undefined ? undefined : titleOf(session);
    }
    return kind === 'stream' ? table.readers.get(id)?.subject : kind === 'worker' || kind === 'dump' ? id : undefined;
  }
}
