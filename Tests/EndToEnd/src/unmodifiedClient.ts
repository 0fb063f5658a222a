import type { MxScalar, MxValue } from '@mxgateway/client';
import type * as SignalR from '@microsoft/signalr';
import type { MessagePackHubProtocol } from '@microsoft/signalr-protocol-msgpack';
import type { ValueCase } from './everyValue.ts';

/** The global that Microsoft's browser files define in the page, and that the tests define in Node. */
export interface SignalRGlobal {
  readonly signalR: typeof SignalR & { readonly protocols?: { readonly msgpack: { readonly MessagePackHubProtocol: typeof MessagePackHubProtocol } } };
}

export interface Exercise {
  readonly url: string;
  readonly token: string;
  readonly protocol: 'json' | 'messagepack';
  /** The only transport to use; by default Microsoft's client chooses. */
  readonly transport?: 'WebSockets' | 'ServerSentEvents' | 'LongPolling';
  readonly rounds: readonly (readonly ValueCase[])[];
}

export interface ExerciseReport {
  /** For each value case, round by round: the value in the stream's event and the value in the command's reply. */
  readonly values: readonly { readonly streamed: MxValue | undefined; readonly read: MxValue | undefined }[];
  readonly firstKind: string;
  /** Sequences of a stream that starts with the first event. */
  readonly whole: readonly number[];
  /** Sequences of a stream that was resumed in the middle. */
  readonly rest: readonly number[];
  readonly resumedAfter: number;
  /** Number of readers of the session after one was cancelled. */
  readonly readersAfterCancel: number;
  readonly errors: readonly string[];
  readonly completed: boolean;
}

/**
 * Does what an application does that has only Microsoft's packages. It runs in Node and, from its own text, in a page, so it must not use
 * anything else of this file.
 */
export async function exercise({ url, token, protocol, transport, rounds }: Exercise): Promise<ExerciseReport> {
  interface Row { readonly sequence: number; readonly family: string; readonly itemHandle: number; readonly value: MxValue | undefined }
  interface Item { readonly kind: string; readonly epoch?: string; readonly resumedAfter?: number; readonly first?: number; readonly events?: readonly unknown[] }
  const { signalR } = globalThis as unknown as SignalRGlobal;
  const packed = protocol === 'messagepack';

  // ---- MessagePack's forms of times, values and events, which an application would have to know
  const variants: Readonly<Record<number, readonly [string, string | undefined]>> = {
    3: ['Integer', undefined], 4: ['Float', undefined], 5: ['Double', undefined], 7: ['Time', undefined], 8: ['String', undefined], 11: ['Boolean', undefined], 20: ['Integer', 'Int64'],
  };
  const isoOf = (time: unknown): string => {
    const [microseconds, digit] = Array.isArray(time) ? (time as [number | string, number]) : [time as number | string, 0];
    const ticks = BigInt(microseconds) * 10n + BigInt(digit);
    const second = ticks / 10_000_000n - (ticks % 10_000_000n < 0n ? 1n : 0n);
    const fraction = (ticks - second * 10_000_000n).toString().padStart(7, '0').replace(/0+$/, '');
    return `${new Date(Number(second) * 1000).toISOString().slice(0, 19)}${fraction === '' ? '' : `.${fraction}`}Z`;
  };
  const microsecondsOf = (iso: string): unknown => {
    const [whole = '', fraction = ''] = iso.slice(0, -1).split('.');
    const digits = fraction.padEnd(7, '0');
    const exact = BigInt(Date.parse(`${whole}Z`)) * 1000n + BigInt(digits.slice(0, 6));
    const microseconds = exact > 2n ** 53n || exact < -(2n ** 53n) ? exact.toString() : Number(exact);
    return digits.endsWith('0') && (typeof microseconds === 'string' || microseconds > 9) ? microseconds : [microseconds, Number(digits.slice(6))];
  };
  const shortest = (single: number): number => [6, 7, 8, 9].map((digits) => Number(single.toPrecision(digits))).concat(single, 1e-45)
    .find((candidate) => Math.fround(candidate) === single) ?? single;
  const scalarOf = (dataType: string, raw: unknown): MxScalar => {
    if (dataType === 'Time') {
      return isoOf(raw);
    }
    const number = dataType === 'Float' && typeof raw === 'number' && Math.abs(raw) > 1e-40 ? shortest(raw) : dataType === 'Float' && raw !== 0 && Math.abs(raw as number) < 1e-40 ? 1e-45 : raw;
    return typeof number === 'number' && !Number.isFinite(number) ? String(number) : (number as MxScalar);
  };
  const valueOf = (dataType: string, variantType: string | undefined, raw: unknown): MxValue => {
    const isTime = dataType === 'Time' && Array.isArray(raw) && raw.length === 2 && typeof raw[1] === 'number' && raw[1] > 0 && raw[1] < 10;
    const value = Array.isArray(raw) && !isTime ? raw.map((element) => scalarOf(dataType, element)) : scalarOf(dataType, raw);
    return { dataType, ...(variantType === undefined ? {} : { variantType }), value } as MxValue;
  };
  const rowOf = (event: unknown): Row => {
    if (!packed) {
      const { sequence, family, itemHandle, dataType, variantType, value } = event as Row & MxValue;
      return { sequence, family, itemHandle, value: { dataType, ...(variantType === undefined ? {} : { variantType }), value: value as unknown as MxScalar } };
    }
    const row = event as readonly unknown[];
    const family = ['', 'OnDataChange', 'OnWriteComplete', 'OperationComplete', 'OnBufferedDataChange'][row[1] as number] ?? '';
    const [dataType, variantType] = variants[(row[8] as number) & ~0x2000] ?? ['Unknown', undefined];
    return { sequence: row[0] as number, family, itemHandle: row[3] as number, value: family === 'OnDataChange' ? valueOf(dataType, variantType, row[9]) : undefined };
  };
  const outgoing = (written: ValueCase['write']): unknown => {
    if (!packed || written === null || typeof written !== 'object' || !('dataType' in written)) {
      return written;
    }
    const scalar = (one: MxScalar): unknown => {
      if (written.dataType === 'Time') {
        return microsecondsOf(one as string);
      }
      // Microsoft's encoder turns whole numbers that are not safe integers into doubles.
      return written.dataType === 'Float' || written.dataType === 'Double' ? Number(one)
        : typeof one === 'number' && !Number.isSafeInteger(one) ? String(one) : one;
    };
    const { value } = written;
    return { ...written, value: Array.isArray(value) ? (value as readonly MxScalar[]).map(scalar) : scalar(value as MxScalar) };
  };
  const readValue = (raw: MxValue): MxValue => (packed ? valueOf(raw.dataType as string, raw.variantType as string | undefined, raw.value) : raw);

  // ---- the connection
  const builder = new signalR.HubConnectionBuilder().withUrl(`${url}/hubs/gateway`, {
    accessTokenFactory: () => token, ...(transport === undefined ? {} : { transport: signalR.HttpTransportType[transport] }),
  }).configureLogging(signalR.LogLevel.None);
  if (packed && signalR.protocols !== undefined) {
    builder.withHubProtocol(new signalR.protocols.msgpack.MessagePackHubProtocol());
  }
  const connection = builder.build();
  const until = async (what: string, condition: () => boolean | Promise<boolean>): Promise<void> => {
    // Somewhat shorter than the patience of the tests, which end this without saying what it waits for.
    for (const end = Date.now() + 80_000; !(await condition());) {
      if (Date.now() > end) {
        throw new Error(`Waited 80 s for: ${what}.`);
      }
      await new Promise((resolve) => { setTimeout(resolve, 10); });
    }
  };
  await connection.start();
  const { sessionId } = await connection.invoke<{ readonly sessionId: string }>('OpenSession', { name: `Unmodified ${protocol}` });
  interface Reply { readonly returnValue: number; readonly hresult: number; readonly results?: readonly { readonly value?: MxValue; readonly itemHandle?: number }[] }
  const run = async (command: object): Promise<Reply> => connection.invoke<Reply>('Invoke', sessionId, command);
  const { returnValue: serverHandle } = await run({ method: 'Register', clientName: 'unmodified' });

  // ---- Every value is written, and is read from the stream and by a command.
  const items: Item[] = [];
  const rows: Row[] = [];
  let completed = false;
  connection.stream<Item>('StreamSession', sessionId, { resumeAfter: 0 }).subscribe({
    next: (item) => {
      items.push(item);
      rows.push(...(item.kind === 'events' ? item.events ?? [] : []).map(rowOf));
    },
    complete: () => { completed = true; },
    error: () => undefined,
  });
  const references = [...new Set(rounds.flat().map(({ reference }) => reference))];
  const { results = [] } = await run({ method: 'SubscribeBulk', serverHandle, itemDefinitions: references });
  const handles = new Map(references.map((reference, i) => [reference, results[i]?.itemHandle ?? 0]));
  const changesOf = (handle: number): Row[] => rows.filter(({ family, itemHandle }) => family === 'OnDataChange' && itemHandle === handle);
  const writesOf = (handle: number): number => rows.filter(({ family, itemHandle }) => family === 'OnWriteComplete' && itemHandle === handle).length;
  await until('the first values', () => [...handles.values()].every((handle) => changesOf(handle).length >= 1));
  const outcome: { streamed: MxValue | undefined; read: MxValue | undefined }[] = [];
  for (const round of rounds) {
    const before = round.map(({ reference }) => {
      const itemHandle = handles.get(reference) ?? 0;
      return { itemHandle, changes: changesOf(itemHandle).length, writes: writesOf(itemHandle) };
    });
    await Promise.all(round.map(({ reference, write }) =>
      run({ method: 'Write', serverHandle, itemHandle: handles.get(reference), value: outgoing(write), userId: 0 })));
    await until(`the items become ${JSON.stringify(round)}`, () => before.every(({ itemHandle, changes, writes }) =>
      changesOf(itemHandle).length > changes && writesOf(itemHandle) > writes));
    const { results: read = [] } = await run({ method: 'ReadBulk', serverHandle, itemDefinitions: round.map(({ reference }) => reference) });
    before.forEach(({ itemHandle }, i) => {
      const value = read[i]?.value;
      outcome.push({ streamed: changesOf(itemHandle).at(-1)?.value, read: value === undefined ? undefined : readValue(value) });
    });
  }

  // ---- resuming and cancelling
  const started = items[0];
  const latest = rows.at(-1)?.sequence ?? 0;
  const collect = async (request: object): Promise<{ readonly sequences: number[]; readonly first: Item | undefined }> => {
    const sequences: number[] = [];
    let first: Item | undefined;
    const subscription = connection.stream<Item>('StreamSession', sessionId, request).subscribe({
      next: (item) => {
        first ??= item;
        sequences.push(...(item.kind === 'events' ? item.events ?? [] : []).map((event) => rowOf(event).sequence));
      },
      complete: () => undefined,
      error: () => undefined,
    });
    await until('the stream is at its end', () => (sequences.at(-1) ?? 0) >= latest);
    subscription.dispose();
    return { sequences, first };
  };
  const whole = await collect({ resumeAfter: 0, epoch: started?.epoch });
  const half = Math.floor(latest / 2);
  const rest = await collect({ resumeAfter: half, epoch: started?.epoch });
  const readers = async (): Promise<number> => (await connection.invoke<{ readonly subscriptions: readonly unknown[] }>('GetSession', sessionId)).subscriptions.length;
  await until('the cancelled streams have left', async () => (await readers()) === 1);

  // ---- errors
  const errors: string[] = [];
  const fails = async (call: Promise<unknown>): Promise<void> => { errors.push(await call.then(() => 'nothing', (error: unknown) => (error as Error).message)); };
  const streamed = (...args: readonly unknown[]): Promise<unknown> => new Promise((resolve, reject) => {
    connection.stream('StreamSession', ...args).subscribe({ next: () => undefined, complete: () => { resolve(undefined); }, error: reject });
  });
  await fails(connection.invoke('GetSession', 'nowhere'));
  await fails(connection.invoke('OpenSession', { name: 'x'.repeat(300) }));
  await fails(run({ method: 'Write', serverHandle, itemHandle: handles.get('Values.Count'), value: [], userId: 0 }));
  await fails(streamed('nowhere', {}));
  await fails(streamed(sessionId, { maxBatch: -1 }));
  const readersAfterCancel = await readers();
  await connection.invoke('CloseSession', sessionId);
  await until('the end of the closed session\'s stream', () => completed);
  await connection.stop();
  return {
    values: outcome, firstKind: started?.kind ?? '', whole: whole.sequences, rest: rest.sequences, resumedAfter: rest.first?.resumedAfter ?? -1, readersAfterCancel, errors,
    completed,
  };
}
