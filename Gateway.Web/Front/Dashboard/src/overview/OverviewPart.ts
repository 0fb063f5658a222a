import type { OverviewProcess } from '@mxgateway/client';
import type { GatewayApi } from '../api.ts';
import { byId, make, setText } from '../dom.ts';
import { formatMoment, formatTime } from '../format.ts';
import { addressOf, addressParameters } from '../pageAddress.ts';
import { count } from '../sessionFacts.ts';
import { copyLink } from '../tables/CopyLink.ts';
import { DumpList } from '../timeline/DumpList.ts';
import { targetOf, targetText, type TimelineTarget } from '../timeline/timelineAddress.ts';
import type { TimelinePart } from '../timeline/TimelinePart.ts';
import type { Views } from '../Views.ts';
import { drawFacts } from './facts.ts';
import { formatBytes, formatRate } from './figures.ts';
import { type Finding, findingsOf } from './findings.ts';
import type { LiveOverview } from './LiveOverview.ts';
import { nodeFacts } from './nodeFacts.ts';
import { RateHistory, sampleOf } from './RateHistory.ts';
import { RatePlots } from './RatePlots.ts';

/** The faults that are shown; the gateway keeps more. */
const mostFaults = 20;

export interface OverviewPartOptions {
  readonly views: Views;
  readonly live: () => LiveOverview;
  readonly api: GatewayApi;
  readonly timeline: TimelinePart;
  readonly nameOf: (kind: TimelineTarget['kind'], id: string) => string | undefined;
  /** The user wants to know what happened to something. */
  readonly onOpen: (target: TimelineTarget) => void;
}

/** The overview: what is wrong, the rates, what was recorded, the last faults and the gateway's process. */
export class OverviewPart {
  readonly #options: OverviewPartOptions;
  readonly #history = new RateHistory();
  readonly #plots = new RatePlots();
  readonly #dumps: DumpList;
  readonly #end = new AbortController();
  #target: TimelineTarget | undefined;
  #findings = '';
  #faults = '';

  constructor(options: OverviewPartOptions) {
    const { api, nameOf, onOpen, views } = options;
    this.#options = options;
    this.#dumps = new DumpList({ api, nameOf, onOpen: (id) => { onOpen({ kind: 'dump', id }); } });
    byId('overview-tools', HTMLElement).replaceChildren(copyLink(() => addressOf('overview', this.#parameters())));
    for (const view of ['sessions', 'readers'] as const) {
      byId(`overview-${view}`, HTMLButtonElement).addEventListener('click', () => { views.show(view); }, { signal: this.#end.signal });
    }
    this.#followAddress();
    addEventListener('popstate', this.#followAddress, { signal: this.#end.signal });
    views.offer('overview');
  }

  stop(): void {
    this.#end.abort();
  }

  /** Sets what the timeline of this part is of. */
  set target(target: TimelineTarget | undefined) {
    this.#target = target;
    this.#options.views.describe('overview', this.#parameters());
  }

  /** Shows the timeline of this part, because the part is shown. */
  placeTimeline(): void {
    const { timeline } = this.#options;
    timeline.placeAfter(byId('overview-findings', HTMLElement));
    timeline.open(this.#target);
  }

  /** Takes what the gateway told, and draws it if the part is shown. */
  told(): void {
    const { table } = this.#options.live();
    this.#history.addKept(table.rates);
    this.#history.add(Date.parse(table.at ?? ''), sampleOf(table));
    this.draw();
  }

  draw(): void {
    if (this.#options.views.shown !== 'overview') {
      return;
    }
    const { table, problem } = this.#options.live();
    setText(byId('overview-at', HTMLElement), table.at === undefined ? '' : `as of ${formatTime(table.at).slice(0, 8)}`);
    setText(byId('overview-problem', HTMLElement), problem ?? '');
    setText(byId('overview-sessions', HTMLElement), count(table.sessions.size, 'session'));
    setText(byId('overview-readers', HTMLElement), count(table.readers.size, 'reader'));
    this.#drawFindings();
    this.#dumps.draw();
    this.#plots.draw(this.#history);
    this.#drawFaults();
    this.#drawProcess(table.process);
  }

  readonly #followAddress = (): void => {
    const parameters = addressParameters();
    if (parameters.get('view') === 'overview') {
      this.target = targetOf(parameters.get('of'));
      this.placeTimeline();
    }
  };

  #parameters(): Readonly<Record<string, string>> {
    return this.#target === undefined ? {} : { of: targetText(this.#target) };
  }

  #drawFindings(): void {
    const { table } = this.#options.live();
    const findings = findingsOf(table);
    byId('findings-none', HTMLElement).hidden = findings.length > 0 || !table.complete;
    // The list is rebuilt only when it differs, because a screen reader announces it.
    const text = JSON.stringify(findings);
    if (text !== this.#findings) {
      this.#findings = text;
      byId('findings', HTMLElement).replaceChildren(...findings.map((finding) => this.#finding(finding)));
    }
  }

  #finding({ key, tone, what, about, detail, target }: Finding): HTMLLIElement {
    const name = target === undefined ? make('span', about, 'about') : make('button', about, 'about open');
    if (name instanceof HTMLButtonElement && target !== undefined) {
      name.type = 'button';
      name.title = 'What happened to it';
      name.addEventListener('click', () => { this.#options.onOpen(target); });
    }
    return entry(key, tone, [make('span', what, 'what'), name, make('span', detail, 'detail')]);
  }

  #drawFaults(): void {
    const faults = this.#options.live().table.faults.slice(-mostFaults).reverse();
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
    const { feeds, node } = this.#options.live().table;
    drawFacts(byId('overview-process', HTMLDListElement), [
      ['Version', process.version.split('+', 1)[0] ?? ''], ['Since', formatMoment(process.startedAt)], ['Process', String(process.processId)],
      ['CPU', `${formatRate(process.cpuPercent)} % of ${process.processors}00 %`], ['Memory', formatBytes(process.residentBytes)],
      ['Managed memory', formatBytes(process.heapBytes)], ['Paused by collection', `${process.gcPausePercent.toFixed(2)} %`],
      ['Threads', `${process.threads}, ${process.waitingWork} waiting`], ['Connections', process.connections.toLocaleString()],
      ...feeds.map(({ name, latest, readers }) => [`Log of ${name}`, `${latest.toLocaleString()}, ${readers} reading`] as const),
      ...nodeFacts(node),
    ]);
  }
}

function entry(key: string, tone: string, content: readonly HTMLElement[]): HTMLLIElement {
  const element = make('li', '', 'change');
  element.dataset['tone'] = tone;
  element.dataset['key'] = key;
  element.append(...content);
  return element;
}
