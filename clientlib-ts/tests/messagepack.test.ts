import { readFileSync } from 'node:fs';
import { type HubMessage, MessageType } from '@microsoft/signalr';
import { describe, expect, it } from 'vitest';
import { columnsOf } from '../src/columns.js';
import type { MxEvent } from '../src/contracts.js';
import { EventBatch, SnapshotBatch } from '../src/EventBatch.js';
import { readContractValue } from '../src/messagepack/contractValue.js';
import { readEvent } from '../src/messagepack/eventRow.js';
import { MessagePackHubProtocol } from '../src/messagepack/MessagePackHubProtocol.js';
import { MessagePackReader } from '../src/messagepack/MessagePackReader.js';
import { MessagePackWriter } from '../src/messagepack/MessagePackWriter.js';
import { shortestSingle } from '../src/messagepack/payload.js';
import { parseTime } from '../src/isoTime.js';
import { timeText } from '../src/messagepack/wireTime.js';
import { SeededRandom } from './fakes/random.js';

// The server's tests write these files: the same objects in both forms.
const bytesOf = (name: string): Uint8Array => new Uint8Array(readFileSync(new URL(`../../Tests/Fixtures/${name}`, import.meta.url)));
const jsonOf = (name: string): unknown => JSON.parse(readFileSync(new URL(`../../Tests/Fixtures/${name}`, import.meta.url), 'utf8'));

function readAll(name: string, read: (reader: MessagePackReader) => unknown): unknown[] {
  const reader = new MessagePackReader(bytesOf(name));
  const all: unknown[] = [];
  while (reader.at < reader.end) {
    all.push(read(reader));
  }
  return all;
}

const contractValues = (name: string): unknown[] => readAll(name, (reader) => readContractValue(reader, false));

/** A message of the server: its length, its head, and the parts that were encoded in advance. */
function frame(...parts: readonly (number | Uint8Array)[]): ArrayBuffer {
  const body = parts.flatMap((part) => (typeof part === 'number' ? [part] : [...part]));
  const prefix: number[] = [];
  for (let rest = body.length; prefix.length === 0 || rest > 0; rest >>>= 7) {
    prefix.push(rest > 0x7f ? (rest & 0x7f) | 0x80 : rest);
  }
  return Uint8Array.from([...prefix, ...body]).buffer;
}

const encoded = (write: (writer: MessagePackWriter) => void): Uint8Array => {
  const writer = new MessagePackWriter();
  write(writer);
  return writer.written.slice();
};
const value = (content: unknown): Uint8Array => encoded((writer) => { writer.writeValue(content); });
const protocol = new MessagePackHubProtocol();

describe('MessagePack', () => {
  it('gives every event as JSON does', () => {
    expect(readAll('events.bin', readEvent)).toEqual(jsonOf('events.json'));
  });

  it.each(['\ud800', 'a\udc00b', '\ud800\ud800\udc00'])('refuses a text with half of a surrogate pair: %j', (text) => {
    expect(() => value({ name: text })).toThrow('half of a surrogate pair');
    expect(value('\ud83d\ude00')).toHaveLength(5);
  });

  it('gives every stream item as JSON does', () => {
    expect(contractValues('stream-items.bin')).toEqual(jsonOf('stream-items.json'));
    expect(contractValues('sessions-items.bin')).toEqual(jsonOf('sessions-items.json'));
    expect(contractValues('feed-items.bin')).toEqual(jsonOf('feed-items.json'));
    expect(contractValues('alarm-items.bin')).toEqual(jsonOf('alarm-items.json'));
    expect(contractValues('alarm-results.bin')).toEqual(jsonOf('alarm-results.json'));
    expect(contractValues('overview-items.bin')).toEqual(jsonOf('overview-items.json'));
    expect(contractValues('item-pages.bin')).toEqual(jsonOf('item-pages.json'));
  });

  it('gives every value as JSON does, and writes it as the server does', () => {
    const values = Object.values(jsonOf('values.json') as Readonly<Record<string, unknown>>);
    const read = contractValues('values.bin');
    expect(read).toEqual(values);
    expect(Object.is((read[values.findIndex((one) => Object.is((one as { value: unknown }).value, -0))] as { value: unknown }).value, -0)).toBe(true);
    const forms = readAll('values.bin', (reader) => {
      const start = reader.at;
      reader.skip();
      return reader.bytes.slice(start, reader.at);
    });
    values.forEach((one, i) => {
      // NaN has many bit patterns; any other value has exactly one form.
      if (JSON.stringify(one).includes('NaN')) {
        expect(readContractValue(new MessagePackReader(value(one)), true)).toEqual(one);
      } else {
        expect(value(one), JSON.stringify(one)).toEqual(forms[i]);
      }
    });
  });

  it('gives an item its events when they are asked for, and columns without them', () => {
    const items = contractValues('stream-items.bin').filter((item) => item instanceof EventBatch || item instanceof SnapshotBatch);
    expect(items).toHaveLength(3);
    for (const item of items) {
      expect(item.columns()).toEqual(columnsOf(item.events));
      expect(item.count).toBe(item.events.length);
      expect(item.events).toBe(item.events);
      expect(JSON.parse(JSON.stringify(item))).toEqual(JSON.parse(JSON.stringify(Object.fromEntries(Object.entries(item)))));
    }
    const batch = items.find((item) => item instanceof EventBatch);
    const columns = batch?.columns();
    expect(columns?.count).toBe(batch?.events.filter(({ family }: MxEvent) => family === 'OnDataChange').length);
    const at = batch?.events.findIndex((event) => 'variantType' in event && event.variantType === 'Int64') ?? -1;
    const there = columns?.sequences.indexOf(batch?.events[at]?.sequence ?? 0) ?? -1;
    expect(columns?.values[there]).toBe(-(2 ** 63));
    expect(columns?.workerTimes[there]).toBe(Date.UTC(2026, 2, 1, 12) + 0.123);
  });

  it('reads messages of every kind', () => {
    const headers = 0x80;
    const messages = protocol.parseMessages(frame(0x94, 2, headers, value('7'), value({ kind: 'idle', sequence: 5 })));
    expect(messages).toEqual([{ type: MessageType.StreamItem, headers: {}, invocationId: '7', item: { kind: 'idle', sequence: 5 } }]);
    expect(protocol.parseMessages(frame(0x95, 3, headers, value('7'), 1, value('[SlowConsumer] too slow')))).toEqual([
      { type: MessageType.Completion, headers: {}, invocationId: '7', error: '[SlowConsumer] too slow' }]);
    expect(protocol.parseMessages(frame(0x94, 3, headers, value('7'), 2))).toEqual([{ type: MessageType.Completion, headers: {}, invocationId: '7' }]);
    expect(protocol.parseMessages(frame(0x95, 3, headers, value('7'), 3, value([1, null])))).toEqual([
      { type: MessageType.Completion, headers: {}, invocationId: '7', result: [1, null] }]);
    expect(protocol.parseMessages(frame(0x91, 6))).toEqual([{ type: MessageType.Ping }]);
    expect(protocol.parseMessages(frame(0x93, 7, 0xc0, 0xc3))).toEqual([{ type: MessageType.Close, allowReconnect: true }]);
    expect(protocol.parseMessages(frame(0x92, 7, value('[GatewayStopping] bye')))).toEqual([
      { type: MessageType.Close, error: '[GatewayStopping] bye', allowReconnect: false }]);
    expect(protocol.parseMessages(frame(0x96, 1, headers, 0xc0, value('Hello'), value([1]), value([])))).toEqual([
      { type: MessageType.Invocation, headers: {}, target: 'Hello', arguments: [1] }]);
  });

  it('reads several messages that came as one', () => {
    const ping = new Uint8Array(frame(0x91, 6));
    const long = new Uint8Array(frame(0x94, 2, 0x80, value('7'), value('x'.repeat(40_000))));
    expect(protocol.parseMessages(Uint8Array.from([...ping, ...long, ...ping]).buffer).map(({ type }) => type)).toEqual([6, 2, 6]);
  });

  it('writes what it reads', () => {
    const message: HubMessage = {
      type: MessageType.StreamInvocation, invocationId: '1', target: 'StreamSession', arguments: ['s', { resumeAfter: 0, mode: undefined }], streamIds: [],
    };
    const written = new Uint8Array(protocol.writeMessage(message));
    expect([...written]).toEqual([...new Uint8Array(frame(0x96, 4, 0x80, value('1'), value('StreamSession'), value(['s', { resumeAfter: 0 }]), value([])))]);
    expect([...new Uint8Array(protocol.writeMessage({ type: MessageType.Ping }))]).toEqual([2, 0x91, 6]);
    expect([...new Uint8Array(protocol.writeMessage({ type: MessageType.CancelInvocation, invocationId: '1' }))]).toEqual([5, 0x93, 5, 0x80, 0xa1, 0x31]);
  });

  it('reads back everything it writes, whatever is nested', () => {
    const random = new SeededRandom(7);
    const integers = [0, 1, -1, 31, -32, -33, 127, 128, 255, 256, -128, -129, 65_535, 65_536, -32_768, -32_769, 2 ** 31, 2 ** 32 - 1, 2 ** 32, -(2 ** 31), -(2 ** 31) - 1,
      Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER, 0.5, 1e300, -0, true, false, null];
    const pick = (): unknown => integers[random.between(0, integers.length - 1)];
    const make = (depth: number): unknown => {
      switch (depth === 0 ? 9 : random.between(0, 3)) {
        case 0:
          return Array.from({ length: random.between(0, 40) }, () => make(depth - 1));
        case 1:
          return Object.fromEntries(Array.from({ length: random.between(0, 40) }, (_, i) => [`n${i}`, make(depth - 1)]));
        case 2:
          return 'ä'.repeat(random.between(0, 300));
        default:
          return pick();
      }
    };
    for (let i = 0; i < 300; i += 1) {
      const made = make(3);
      expect(readContractValue(new MessagePackReader(value(made)), true)).toEqual(made);
    }
  });
});

describe('hostile MessagePack', () => {
  const violation = { name: 'GatewayError', code: 'ProtocolViolation' };

  it('is refused wherever it is cut', () => {
    const whole = bytesOf('stream-items.bin');
    const item = new Uint8Array(frame(0x94, 2, 0x80, value('7'), whole.subarray(0, firstItemLength(whole))));
    for (let length = 1; length < item.length; length += 1) {
      expect(() => protocol.parseMessages(item.slice(0, length).buffer), `${length} bytes`).toThrow(expect.objectContaining(violation) as Error);
    }
  });

  it('never does worse than being refused, whatever bytes change', () => {
    const random = new SeededRandom(11);
    const whole = bytesOf('stream-items.bin');
    for (let i = 0; i < 4_000; i += 1) {
      const changed = whole.slice();
      for (let n = random.between(1, 6); n > 0; n -= 1) {
        changed[random.between(0, changed.length - 1)] = random.between(0, 255);
      }
      try {
        const reader = new MessagePackReader(changed);
        while (reader.at < reader.end) {
          const item = readContractValue(reader, false);
          if (item instanceof EventBatch || item instanceof SnapshotBatch) {
            item.columns();
            expect(item.events.length).toBe(item.count);
          }
        }
      } catch (error) {
        expect(error).toMatchObject(violation);
      }
    }
  });

  it.each([
    ['an array that claims four thousand million elements', [0xdd, 0xff, 0xff, 0xff, 0xff]],
    ['a map that claims more entries than there are bytes', [0xdf, 0x00, 0x00, 0x10, 0x00, 0xa0]],
    ['a text longer than the message', [0xdb, 0x7f, 0xff, 0xff, 0xff, 0x61]],
    ['nesting without end', Array.from({ length: 100 }, () => 0x91)],
    ['nesting without end in a row that is passed over', [0x84, ...value('kind'), ...value('events'), ...value('first'), 1, ...value('events'), 0x91,
      ...Array.from({ length: 100 }, () => 0x91), 0xc0, ...value('last'), 1]],
    ['an integer beyond what a double holds', [0xcf, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]],
    ['the byte that means nothing', [0xc1]],
    ['a text that is not UTF-8', [0xa2, 0xc3, 0x28]],
    ['a property that would change its object', [0x81, ...value('__proto__'), 0x80]],
    ['a block of more rows than its bytes can hold', [...value({ kind: 'events', first: 1, last: 9 }).map((byte, i) => (i === 0 ? 0x84 : byte)), ...value('events'), 0xdc, 0x40, 0x00, 0x90]],
  ])('is refused: %s', (_, bytes) => {
    expect(() => protocol.parseMessages(frame(0x94, 2, 0x80, 0xa0, Uint8Array.from(bytes)))).toThrow(expect.objectContaining(violation) as Error);
  });

  it('is refused when events are asked for that are none', () => {
    const [item] = protocol.parseMessages(frame(0x94, 2, 0x80, 0xa0, 0x84, value('kind'), value('events'), value('first'), 1, value('last'), 1, value('events'), 0x91,
      value([1, 1, 1, 1, 0, null, 'quality'])));
    const batch = (item as unknown as { readonly item: EventBatch }).item;
    expect(() => batch.events).toThrow(expect.objectContaining(violation) as Error);
    expect(() => batch.columns()).toThrow(expect.objectContaining(violation) as Error);
  });
});

function firstItemLength(bytes: Uint8Array): number {
  const reader = new MessagePackReader(bytes);
  reader.skip();
  return reader.at;
}

describe('times and floats', () => {
  it('are read and written to 100 ns over the whole range', () => {
    for (const text of ['0001-01-01T00:00:00Z', '1601-01-01T00:00:00.0000001Z', '1969-12-31T23:59:59.999999Z', '1970-01-01T00:00:00Z', '2026-03-01T12:34:56.1234567Z',
      '2255-06-05T23:47:34.740992Z', '2255-06-05T23:47:34.740993Z', '9999-12-31T23:59:59.9999999Z']) {
      const time = parseTime(text);
      expect(timeText(time?.microseconds ?? 0, time?.digit ?? 0), text).toBe(text);
    }
    expect(parseTime('2026-03-01T12:00:00+02:00')).toEqual(parseTime('2026-03-01T10:00:00Z'));
    expect(parseTime('2026-03-01T12:00:00')).toEqual(parseTime('2026-03-01T12:00:00Z'));
    expect(parseTime('yesterday')).toBeUndefined();
  });

  it('that do not exist go as they are, for the server to refuse', () => {
    const writer = new MessagePackWriter();
    writer.writeValue({ dataType: 'Time', value: '2026-02-30T00:00:00Z' });
    expect(new TextDecoder().decode(writer.written)).toContain('2026-02-30T00:00:00Z');
  });

  it('of 32 bits are the shortest decimal that stands for them', () => {
    const random = new SeededRandom(3);
    const bits = new DataView(new ArrayBuffer(4));
    for (let i = 0; i < 20_000; i += 1) {
      bits.setUint32(0, random.between(0, 2 ** 31) * 2 + random.between(0, 1));
      const single = bits.getFloat32(0);
      if (Number.isFinite(single)) {
        const shortest = shortestSingle(single);
        expect(Math.fround(shortest)).toBe(single);
        const digits = Math.max(1, String(shortest).replace(/e.*$|[-.]/g, '').replace(/^0+/, '').replace(/0+$/, '').length);
        expect(digits === 1 || Math.fround(Number(single.toPrecision(digits - 1))) !== single, String(single)).toBe(true);
      }
    }
    expect([0.1, 16_777_216, 3.4028235e38, 1e-45].map((decimal) => shortestSingle(Math.fround(decimal)))).toEqual([0.1, 16_777_216, 3.4028235e38, 1e-45]);
  });
});
