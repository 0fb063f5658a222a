import type { ItemInfo, MxCommand, MxItemResult, MxReply, ServerInfo, WireValue } from '../../src/commands.js';
import type { HubLimits, MxEvent, SessionInfo, StartedItem, StreamItem, StreamRequest } from '../../src/contracts.js';
import type { MxScalar } from '../../src/values.js';
import type { HubBehaviour, StreamSink } from './FakeHub.js';

type EventBody = MxEvent extends infer E ? E extends MxEvent ? Omit<E, 'sequence' | 'workerTime'> : never : never;

/** One session: items whose values change at random, a history from which clients can resume, and writes that complete. */
export class FakeSession {
  readonly servers: ServerInfo[] = [];
  readonly items = new Map<number, ItemInfo>();
  readonly events: MxEvent[] = [];
  readonly sinks = new Set<StreamSink>();
  readonly epoch = `e-${Math.random().toString(36).slice(2, 10)}`;
  readonly createdAt = new Date().toISOString();
  readonly #written = new Map<number, MxScalar>();
  #nextHandle = 1;

  constructor(readonly sessionId: string, readonly name: string, readonly sessionTag: string) {}

  info(): SessionInfo {
    return {
      sessionId: this.sessionId, name: this.name, sessionTag: this.sessionTag, backend: 'simulator', state: 'ready', owner: 'demo',
      createdAt: this.createdAt, lease: { seconds: 600, closeWhenDetached: false }, epoch: this.epoch,
      oldestSequence: this.events.length === 0 ? 0 : 1, latestSequence: this.events.length, items: this.items.size, subscriptions: [],
    };
  }

  /** Numbers events and sends them as one item. */
  publish(bodies: readonly EventBody[]): void {
    if (bodies.length === 0) {
      return;
    }
    const first = this.events.length + 1;
    const workerTime = new Date().toISOString();
    const batch = bodies.map((body, i): MxEvent => ({ ...body, sequence: first + i, workerTime }));
    this.events.push(...batch);
    this.broadcast({ kind: 'events', first, last: this.events.length, events: batch });
  }

  broadcast(item: StreamItem): void {
    for (const sink of [...this.sinks]) {
      sink.send(item);
    }
  }

  /** Changes a share of the items. */
  tick(seconds: number, share: number): void {
    const changed = [...this.items.values()].filter(() => Math.random() < share);
    this.publish(changed.map((item) => this.#change(item, seconds)));
  }

  attach(request: StreamRequest, sink: StreamSink): () => void {
    const latest = this.events.length;
    const sameEpoch = request.epoch === undefined || request.epoch === this.epoch;
    const after = request.resumeAfter !== undefined && sameEpoch ? Math.min(request.resumeAfter, latest) : latest;
    const head: StartedItem = {
      kind: 'started', subscriptionId: `sub-${this.sinks.size}`, epoch: this.epoch, oldest: latest === 0 ? 0 : 1, latest, resumedAfter: after, state: 'ready',
      limits: { bufferEvents: 4096, maxBatch: 500, historyEvents: 100_000, historySeconds: 600, idleIntervalMs: 5000 },
    };
    sink.send(head);
    if (!sameEpoch) {
      sink.send({ kind: 'gap', reason: 'epochChanged', requestedAfter: request.resumeAfter ?? 0, oldest: latest + 1, latest });
    }
    if (request.snapshot === 'always' && (request.resumeAfter === undefined || !sameEpoch)) {
      const last = new Map<number, MxEvent>();
      for (const event of this.events) {
        if (event.family === 'OnDataChange' && this.items.has(event.itemHandle)) {
          last.set(event.itemHandle, event);
        }
      }
      sink.send({ kind: 'snapshot', asOf: latest, events: [...last.values()] });
    } else if (after < latest) {
      sink.send({ kind: 'events', first: after + 1, last: latest, events: this.events.slice(after) });
    }
    this.sinks.add(sink);
    return () => { this.sinks.delete(sink); };
  }

  run(command: MxCommand): MxReply {
    const { method } = command;
    switch (method) {
      case 'Register':
        this.servers.push({ serverHandle: this.servers.length + 1, clientName: command.clientName });
        return { method, hresult: 0, returnValue: this.servers.length };
      case 'AddItem':
        return { method, hresult: 0, returnValue: this.#add(command.serverHandle, command.itemDefinition).itemHandle ?? 0 };
      case 'SubscribeBulk':
        return { method, hresult: 0, results: command.itemDefinitions.map((reference) => this.#add(command.serverHandle, reference)) };
      case 'UnsubscribeBulk':
        command.itemHandles.forEach((handle) => this.items.delete(handle));
        return { method, hresult: 0, results: command.itemHandles.map((itemHandle) => ({ hresult: 0, itemHandle })) };
      case 'Write':
        return this.#write(command.itemHandle, plainOf(command.value));
      case 'GetSessionState':
        return { method, hresult: 0, session: { servers: this.servers, items: [...this.items.values()], pendingWrites: 0 } };
      default:
        return { method, hresult: 0 };
    }
  }

  #add(serverHandle: number, itemDefinition: string): MxItemResult {
    if (itemDefinition.includes(' ')) {
      return { hresult: -2147024809, itemDefinition, diagnostic: 'E_INVALIDARG: not an item reference.' };
    }
    const itemHandle = this.#nextHandle;
    this.#nextHandle += 1;
    const item: ItemInfo = {
      serverHandle, itemHandle, itemDefinition, advised: 'plain', buffered: false, suspended: false, addedAfter: this.events.length,
    };
    this.items.set(itemHandle, item);
    setTimeout(() => { this.publish([this.#change(item, Date.now() / 1000)]); }, 5);
    return { hresult: 0, itemDefinition, itemHandle };
  }

  #write(itemHandle: number, value: MxScalar): MxReply {
    const item = this.items.get(itemHandle);
    if (item === undefined) {
      return { method: 'Write', hresult: -2147024809, diagnostic: 'E_INVALIDARG: a handle is not valid.' };
    }
    const readOnly = !item.itemDefinition.endsWith('.SP');
    setTimeout(() => {
      const { serverHandle } = item;
      if (readOnly) {
        const status = { success: 0, category: 'SecurityError', detectedBy: 'RespondingAutomationObject', detail: 1012 } as const;
        this.publish([{ family: 'OnWriteComplete', serverHandle, itemHandle, statuses: [status] }]);
        return;
      }
      this.#written.set(itemHandle, value);
      this.publish([this.#change(item, Date.now() / 1000), { family: 'OnWriteComplete', serverHandle, itemHandle }]);
    }, 60);
    return { method: 'Write', hresult: 0 };
  }

  #change(item: ItemInfo, seconds: number): EventBody {
    const { serverHandle, itemHandle, itemDefinition } = item;
    const base = { family: 'OnDataChange', serverHandle, itemHandle, sourceTime: new Date().toISOString() } as const;
    const written = this.#written.get(itemHandle);
    if (written !== undefined) {
      return { ...base, dataType: 'Double', value: written, quality: 192 };
    }
    if (/Running|Open|Alarm/.test(itemDefinition)) {
      return { ...base, dataType: 'Boolean', value: Math.sin(seconds / 7 + itemHandle) > 0, quality: 192 };
    }
    if (itemDefinition.endsWith('.State')) {
      const state = ['Filling', 'Holding', 'Draining'][Math.floor(seconds / 10 + itemHandle) % 3] ?? '';
      return { ...base, dataType: 'String', value: state, quality: 192 };
    }
    const quality = itemDefinition.startsWith('Bad') ? 0 : itemHandle % 17 === 16 ? 84 : 192;
    const value = 50 + 30 * Math.sin(seconds / 20 + itemHandle) + 3 * Math.random();
    return { ...base, dataType: 'Double', value: Math.round(value * 100) / 100, quality };
  }
}

function plainOf(value: WireValue): MxScalar {
  return typeof value === 'object' && value !== null && 'value' in value ? (value.value as MxScalar) : (value as MxScalar);
}

/** A gateway with such sessions. */
export class FakePlant implements HubBehaviour {
  readonly sessions = new Map<string, FakeSession>();
  /** The invoked methods. */
  readonly calls: string[] = [];
  /** The limits that it reports; like an earlier version, it may report none. */
  limits: HubLimits | undefined;

  open(name: string, sessionTag: string): FakeSession {
    const session = new FakeSession(`s-${this.sessions.size + 1}`, name, sessionTag);
    this.sessions.set(session.sessionId, session);
    return session;
  }

  invoke(method: string, args: readonly unknown[]): unknown {
    this.calls.push(method);
    switch (method) {
      case 'GetLimits':
        if (this.limits !== undefined) {
          return this.limits;
        }
        throw new Error('[InvalidArgument] There is no such method.');
      case 'OpenSession': {
        const request = args[0] as { name?: string; sessionTag?: string };
        return this.open(request.name ?? '', request.sessionTag ?? '').info();
      }
      case 'ListSessions':
        return [...this.sessions.values()].map((session) => session.info());
      case 'GetSession':
        return this.#find(args[0]).info();
      case 'CloseSession': {
        const session = this.#find(args[0]);
        this.sessions.delete(session.sessionId);
        session.broadcast({ kind: 'state', state: 'closed' });
        for (const sink of [...session.sinks]) {
          sink.complete();
        }
        return session.info();
      }
      case 'Invoke':
        return this.#find(args[0]).run(args[1] as MxCommand);
      default:
        throw new Error(`[Unsupported] No method ${method}.`);
    }
  }

  stream(args: readonly unknown[], sink: StreamSink): () => void {
    try {
      return this.#find(args[0]).attach(args[1] as StreamRequest, sink);
    } catch (error) {
      sink.complete((error as Error).message);
      return () => undefined;
    }
  }

  #find(sessionId: unknown): FakeSession {
    const session = this.sessions.get(sessionId as string);
    if (session === undefined) {
      throw new Error('[SessionNotFound] There is no such session.');
    }
    return session;
  }
}
