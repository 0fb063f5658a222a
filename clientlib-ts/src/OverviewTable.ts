import type { AlarmMonitor } from './alarmContracts.js';
import type {
  GatewayStatus, HealthResult, OverviewFault, OverviewItem, OverviewKeys, OverviewLog, OverviewNode, OverviewProcess, OverviewRates, OverviewReader, OverviewSession, ReaderLoad, SessionLoad,
} from './overviewContracts.js';

/** A session with its figures; these are absent only while a whole is arriving. */
export interface SessionOverview extends OverviewSession {
  readonly load?: SessionLoad;
}

/** A reader with its figures; these are absent only while a whole is arriving. */
export interface ReaderOverview extends OverviewReader {
  readonly load?: ReaderLoad;
}

/** The gateway keeps fewer. */
const mostFaults = 10_000;

/** The gateway as it is, kept by applying the items of one overview stream in their order. It uses no I/O and no clock. */
export class OverviewTable {
  readonly #sessions = new Map<string, SessionOverview>();
  readonly #readers = new Map<string, ReaderOverview>();
  #faults: OverviewFault[] = [];
  #status: GatewayStatus | undefined;
  #complete = false;

  /** False until the whole has arrived, at the start and after every interruption: rows may be missing. */
  get complete(): boolean {
    return this.#complete;
  }

  /** When the figures were read, by the gateway's clock. */
  get at(): string | undefined {
    return this.#status?.at;
  }

  /** Admins only, as `health`, `feeds`, `keys` and `node`. */
  get process(): OverviewProcess | undefined {
    return this.#status?.process;
  }

  /** The rates of the hour before the whole arrived; later ones are in the figures of `sessions`, `readers` and `process`. */
  get rates(): OverviewRates | undefined {
    return this.#status?.rates;
  }

  get health(): readonly HealthResult[] {
    return this.#status?.health ?? [];
  }

  get feeds(): readonly OverviewLog[] {
    return this.#status?.feeds ?? [];
  }

  get keys(): OverviewKeys | undefined {
    return this.#status?.keys;
  }

  /** What the gateway is in its sites; undefined when it belongs to none. */
  get node(): OverviewNode | undefined {
    return this.#status?.node;
  }

  get alarmMonitor(): AlarmMonitor | undefined {
    return this.#status?.alarmMonitor;
  }

  /** By session id. A row is another object when anything of it is different. */
  get sessions(): ReadonlyMap<string, SessionOverview> {
    return this.#sessions;
  }

  /** By reader id. A row is another object when anything of it is different. */
  get readers(): ReadonlyMap<string, ReaderOverview> {
    return this.#readers;
  }

  /** The last faults, the oldest first. */
  get faults(): readonly OverviewFault[] {
    return this.#faults;
  }

  apply(item: OverviewItem): void {
    switch (item.kind) {
      case 'overview':
        this.#clear();
        this.#merge(item.status);
        break;
      case 'overviewChanges':
        item.removedSessions.forEach((id) => this.#sessions.delete(id));
        item.removedReaders.forEach((id) => this.#readers.delete(id));
        this.#merge(item.changed);
        break;
      case 'overviewComplete':
        this.#complete = true;
        break;
      case 'access':
        this.#complete = false;
        break;
    }
  }

  #clear(): void {
    this.#complete = false;
    this.#status = undefined;
    this.#sessions.clear();
    this.#readers.clear();
    this.#faults = [];
  }

  #merge(part: GatewayStatus): void {
    const before = this.#status;
    const [health, feeds] = [part.health.length > 0 ? part.health : before?.health ?? [], part.feeds.length > 0 ? part.feeds : before?.feeds ?? []];
    this.#status = { ...before, ...part, health, feeds };
    for (const facts of part.sessions) {
      this.#sessions.set(facts.sessionId, withLoad(facts, this.#sessions.get(facts.sessionId)?.load));
    }
    for (const load of part.sessionLoads) {
      const row = this.#sessions.get(load.sessionId);
      if (row !== undefined) {
        this.#sessions.set(load.sessionId, { ...row, load });
      }
    }
    for (const facts of part.readers) {
      this.#readers.set(facts.readerId, withLoad(facts, this.#readers.get(facts.readerId)?.load));
    }
    for (const load of part.readerLoads) {
      const row = this.#readers.get(load.readerId);
      if (row !== undefined) {
        this.#readers.set(load.readerId, { ...row, load });
      }
    }
    if (part.faults.length > 0) {
      this.#faults = [...this.#faults, ...part.faults].slice(-mostFaults);
    }
  }
}

function withLoad<F extends object, L>(facts: F, load: L | undefined): F & { readonly load?: L } {
  return { ...facts, ...(load === undefined ? {} : { load }) };
}
