import type { OverviewProcess } from '@mxgateway/client';
import type { GatewayApi } from '../api.ts';
import type { Identity } from '../apiContracts.ts';
import { byId, make, setText } from '../dom.ts';
import { formatMoment, formatTime } from '../format.ts';
import { addressParameters } from '../pageAddress.ts';
import { DumpList } from '../timeline/DumpList.ts';
import { targetOf, targetText, type TimelineTarget } from '../timeline/timelineAddress.ts';
import { actionsOf } from '../timeline/timelineActions.ts';
import { TimelinePart } from '../timeline/TimelinePart.ts';
import type { Views } from '../Views.ts';
import { formatBytes, formatRate } from './figures.ts';
import { findingsOf } from './findings.ts';
import type { LiveOverview } from './LiveOverview.ts';
import { readerColumns, sessionColumns } from './overviewColumns.ts';
import { RateHistory, sampleOf } from './RateHistory.ts';
import { RatePlots } from './RatePlots.ts';
import { orderOf, orderText } from './rowList.ts';
import { RowTable } from './RowTable.ts';
import { titleOf } from './sessionNames.ts';

/** The faults that are shown; the gateway keeps more. */
const mostFaults = 20;
const firstOrders = { sessions: { column: 'session', descending: false }, readers: { column: 'lag', descending: true } };

/** The overview: what is wrong, the timeline that is open, the rates, sessions, readers, the last faults and the gateway's process. */
export class OverviewPart {
  readonly #views: Views;
  readonly #live: () => LiveOverview;
  readonly #history = new RateHistory();
  readonly #plots = new RatePlots();
  readonly #filter = byId('overview-filter', HTMLInputElement);
  readonly #readerColumns = readerColumns(() => this.#live().table);
  readonly #sessions;
  readonly #readers;
  readonly #timeline: TimelinePart;
  readonly #dumps: DumpList;
  readonly #end = new AbortController();
  #findings = '';
  #faults = '';

  constructor(views: Views, live: () => LiveOverview, api: GatewayApi, who: () => Identity | undefined) {
    this.#views = views;
    this.#live = live;
    const nameOf = (kind: TimelineTarget['kind'], id: string): string | undefined => this.#nameOf(kind, id);
    this.#timeline = new TimelinePart({ api, nameOf, actionsOf: (target) => actionsOf(target, who(), live().table), onClose: () => { this.#changed(); } });
    this.#dumps = new DumpList({ api, nameOf, onOpen: (id) => { this.open({ kind: 'dump', id }); } });
    const onSort = (): void => { this.#changed(); };
    this.#sessions = new RowTable({
      id: 'overview-sessions', columns: sessionColumns, keyOf: ({ sessionId }) => sessionId, onSort, openTitle: 'Timeline of the session',
      onOpen: ({ sessionId }) => { this.open({ kind: 'session', id: sessionId }); },
      toneOf: ({ state, worker }) => (state === 'faulted' || worker?.state === 'notAnswering' ? 'bad' : ''),
    }, firstOrders.sessions);
    this.#readers = new RowTable({
      id: 'overview-readers', columns: this.#readerColumns, keyOf: ({ readerId }) => readerId, onSort, openTitle: 'Timeline of the reader',
      onOpen: ({ readerId }) => { this.open({ kind: 'stream', id: readerId }); },
      toneOf: ({ slowSince }) => (slowSince === undefined ? '' : 'uncertain'),
    }, firstOrders.readers);
    this.#filter.addEventListener('input', () => { this.#changed(); }, { signal: this.#end.signal });
    this.#followAddress();
    addEventListener('popstate', this.#followAddress, { signal: this.#end.signal });
    views.offer('overview');
  }

  stop(): void {
    this.#end.abort();
    this.#timeline.stop();
  }

  /** Shows what happened to something. */
  open(target: TimelineTarget): void {
    this.#timeline.open(target);
    this.#describe();
    if (this.#views.shown !== 'overview') {
      this.#views.show('overview');
    }
    this.#timeline.focus();
  }

  /** Takes what the gateway told, and draws it if the part is shown. */
  told(): void {
    const { table } = this.#live();
    this.#history.add(Date.parse(table.at ?? ''), sampleOf(table));
    this.draw();
  }

  draw(): void {
    if (this.#views.shown !== 'overview') {
      return;
    }
    const { table, problem } = this.#live();
    setText(byId('overview-at', HTMLElement), table.at === undefined ? '' : `as of ${formatTime(table.at).slice(0, 8)}`);
    setText(byId('overview-problem', HTMLElement), problem ?? '');
    this.#drawFindings();
    this.#timeline.draw();
    this.#dumps.draw();
    this.#plots.draw(this.#history);
    this.#sessions.draw([...table.sessions.values()], this.#filter.value);
    this.#readers.draw([...table.readers.values()], this.#filter.value);
    this.#drawFaults();
    this.#drawProcess(table.process);
  }

  readonly #followAddress = (): void => {
    const parameters = addressParameters();
    if (parameters.get('view') === 'overview') {
      this.#filter.value = parameters.get('q') ?? '';
      this.#sessions.order = orderOf(parameters.get('sessions'), sessionColumns) ?? firstOrders.sessions;
      this.#readers.order = orderOf(parameters.get('readers'), this.#readerColumns) ?? firstOrders.readers;
      this.#timeline.open(targetOf(parameters.get('of')));
      this.#describe();
    }
  };

  #changed(): void {
    this.#describe();
    this.draw();
  }

  #describe(): void {
    const { target } = this.#timeline;
    const [q, sessions, readers] = [this.#filter.value.trim(), orderText(this.#sessions.order), orderText(this.#readers.order)];
    this.#views.describe('overview', {
      ...(target === undefined ? {} : { of: targetText(target) }),
      ...(q === '' ? {} : { q }),
      ...(sessions === orderText(firstOrders.sessions) ? {} : { sessions }),
      ...(readers === orderText(firstOrders.readers) ? {} : { readers }),
    });
  }

  #nameOf(kind: TimelineTarget['kind'], id: string): string | undefined {
    const { table } = this.#live();
    if (kind === 'session') {
      const session = table.sessions.get(id);
      return session === undefined ? undefined : titleOf(session);
    }
    return kind === 'stream' ? table.readers.get(id)?.subject : kind === 'worker' || kind === 'dump' ? id : undefined;
  }

  #drawFindings(): void {
    const findings = findingsOf(this.#live().table);
    byId('findings-none', HTMLElement).hidden = findings.length > 0 || !this.#live().table.complete;
    // The list is rebuilt only when it differs, because a screen reader announces it.
    const text = JSON.stringify(findings);
    if (text !== this.#findings) {
      this.#findings = text;
      byId('findings', HTMLElement).replaceChildren(...findings.map(({ key, tone, what, about, detail }) => entry(key, tone, [make('span', what, 'what'), make('span', about, 'about'), make('span', detail, 'detail')])));
    }
  }

  #drawFaults(): void {
    const faults = this.#live().table.faults.slice(-mostFaults).reverse();
    byId('overview-faults-card', HTMLElement).hidden = faults.length === 0;
    const text = JSON.stringify(faults);
    if (text !== this.#faults) {
      this.#faults = text;
      byId('overview-faults', HTMLElement).replaceChildren(...faults.map(({ id, at, code, message, sessionName, sessionId, workerProcessId }) => entry(String(id), 'bad', [
        make('time', formatMoment(at)), make('span', code, 'what'), make('span', sessionName ?? `Unnamed session ${sessionId.slice(0, 8)}`, 'about'),
        make('span', `${message}${workerProcessId === undefined ? '' : ` Worker process ${workerProcessId}.`}`, 'detail'),
      ])));
    }
  }

  #drawProcess(process: OverviewProcess | undefined): void {
    byId('overview-process-card', HTMLElement).hidden = process === undefined;
    if (process === undefined) {
      return;
    }
    const { feeds } = this.#live().table;
    const facts: readonly (readonly [string, string])[] = [
      ['Version', process.version.split('+', 1)[0] ?? ''], ['Since', formatMoment(process.startedAt)], ['Process', String(process.processId)],
      ['CPU', `${formatRate(process.cpuPercent)} % of ${process.processors}00 %`], ['Memory', formatBytes(process.residentBytes)],
      ['Managed memory', formatBytes(process.heapBytes)], ['Paused by collection', `${process.gcPausePercent.toFixed(2)} %`],
      ['Threads', `${process.threads}, ${process.waitingWork} waiting`], ['Connections', process.connections.toLocaleString()],
      ...feeds.map(({ name, latest, readers }) => [`Log of ${name}`, `${latest.toLocaleString()}, ${readers} reading`] as const),
    ];
    const list = byId('overview-process', HTMLDListElement);
    if (list.children.length !== facts.length * 2) {
      list.replaceChildren(...facts.flatMap(([name]) => [make('dt', name), make('dd')]));
    }
    list.querySelectorAll('dt').forEach((name, i) => { setText(name, facts[i]?.[0] ?? ''); });
    list.querySelectorAll('dd').forEach((value, i) => { setText(value, facts[i]?.[1] ?? ''); });
  }
}

function entry(key: string, tone: string, content: readonly HTMLElement[]): HTMLLIElement {
  const element = make('li', '', 'change');
  element.dataset['tone'] = tone;
  element.dataset['key'] = key;
  element.append(...content);
  return element;
}
