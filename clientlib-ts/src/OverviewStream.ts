import { hubMethods } from './contracts.js';
import type { EventStreamSettings, TransportSource } from './eventsRequest.js';
import { areNumbers, isRecord, unfit } from './guards.js';
import type { OverviewItem, OverviewRequest } from './overviewContracts.js';
import { OverviewTable } from './OverviewTable.js';
import { ResumableStream } from './ResumableStream.js';
import type { Acceptance } from './ResumingPump.js';
import { StreamBuffer } from './StreamBuffer.js';
import type { StreamCall } from './subscription.js';

export interface OverviewStreamRequest extends OverviewRequest {
  /** Ends the stream; the iteration throws the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/** Items that wait for the application before the stream pauses; it then begins again with the whole. */
const mostItems = 64;

const rules = { weightOf: (): number => 1, isIdle: (): boolean => false };

/**
 * The gateway and what changes, as one iteration that begins again by itself after an interruption. {@link table} has what was handed
 * out: `for await (const item of client.overview()) draw(…)`.
 */
export class OverviewStream extends ResumableStream<OverviewItem, undefined> {
  /** The gateway after the last item that was handed out. */
  readonly table = new OverviewTable();
  readonly #request: OverviewRequest;
  #begun = false;
  #complete = false;

  constructor(source: TransportSource, request: OverviewStreamRequest = {}, settings: EventStreamSettings = {}) {
    const { signal, ...wire } = request;
    super({ source, buffer: new StreamBuffer(mostItems, rules), limit: mostItems, signal, settings, what: 'the overview' });
    this.#request = wire;
  }

  override async next(): Promise<IteratorResult<OverviewItem, undefined>> {
    const result = await super.next();
    if (result.done !== true) {
      this.table.apply(result.value);
    }
    return result;
  }

  protected override begin(): StreamCall {
    this.#begun = this.#complete = false;
    return { method: hubMethods.streamOverview, args: [this.#request] };
  }

  protected override accept(raw: unknown): Acceptance<OverviewItem, undefined> {
    if (!isOverviewItem(raw)) {
      return unfit(raw, overviewItemKinds);
    }
    if (!this.#begun) {
      if (raw.kind !== 'overview') {
        return { kind: 'violation', detail: `The overview began with '${raw.kind}'.` };
      }
      this.#begun = true;
      this.subscriptionStarted();
    }
    this.#complete = raw.kind === 'overviewComplete' || (this.#complete && raw.kind === 'overviewChanges');
    return { kind: 'deliver', item: raw, after: undefined, moved: this.#complete, proven: this.#complete };
  }

  protected override handedOut(): void {
    // There is no position: a stream that begins again begins with the whole.
  }
}

const overviewItemKinds: ReadonlySet<string> = new Set<OverviewItem['kind']>(['overview', 'overviewChanges', 'overviewComplete', 'access']);

/** Whether a value from the wire is an item of an overview of this version. */
function isOverviewItem(value: unknown): value is OverviewItem {
  if (!isRecord(value)) {
    return false;
  }
  switch (value['kind']) {
    case 'overview':
      return isStatus(value['status']);
    case 'overviewChanges':
      return isStatus(value['changed']) && Array.isArray(value['removedSessions']) && Array.isArray(value['removedReaders']);
    case 'overviewComplete':
      return areNumbers(value, 'sessions', 'readers');
    case 'access':
      return true;
    default:
      return false;
  }
}

const lists = ['health', 'feeds', 'sessions', 'sessionLoads', 'readers', 'readerLoads', 'faults'];

function isStatus(value: unknown): boolean {
  return isRecord(value) && typeof value['at'] === 'string' && lists.every((name) => Array.isArray(value[name]));
}
