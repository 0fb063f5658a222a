// Measures the time to read event batches, in ns per event: this library's MessagePack compared with JSON and Microsoft's
// MessagePack.
//   npm run build -w @mxgateway/client && node clientlib-ts/bench/decode.bench.mjs
import { spawnSync } from 'node:child_process';
import { JsonHubProtocol, NullLogger } from '@microsoft/signalr';
import { MessagePackHubProtocol as Microsoft } from '@microsoft/signalr-protocol-msgpack';
import { MessagePackHubProtocol } from '../dist/messagepack/MessagePackHubProtocol.js';
import { MessagePackWriter } from '../dist/messagepack/MessagePackWriter.js';

const perBatch = 100;
const batches = 2_000;
const start = Date.UTC(2026, 2, 1) * 1000;

function text(sequence) {
  const time = (micros) => new Date(micros / 1000).toISOString();
  const events = Array.from({ length: perBatch }, (_, i) => ({
    sequence: sequence + i, family: 'OnDataChange', serverHandle: 1, itemHandle: i + 1, dataType: 'Double', value: Math.sin(sequence + i) * 100,
    quality: 192, sourceTime: time(start + (sequence + i) * 100), workerTime: time(start + (sequence + i) * 100 + 7),
  }));
  return JSON.stringify({ type: 2, invocationId: '1', item: { kind: 'events', first: sequence, last: sequence + perBatch - 1, events } }) + '\x1e';
}

function bytes(sequence) {
  const writer = new MessagePackWriter();
  const rows = Array.from({ length: perBatch }, (_, i) => {
    const at = start + (sequence + i) * 100;
    return [sequence + i, 1, 1, i + 1, at + 7, null, 192, at, 5, Math.sin(sequence + i) * 100];
  });
  writer.writeValue([2, {}, '1', { kind: 'events', first: sequence, last: sequence + perBatch - 1, events: rows }]);
  const body = writer.written;
  const prefix = [];
  for (let rest = body.length; prefix.length === 0 || rest > 0; rest >>>= 7) {
    prefix.push(rest > 0x7f ? (rest & 0x7f) | 0x80 : rest);
  }
  return Uint8Array.from([...prefix, ...body]).buffer;
}

const json = new JsonHubProtocol();
const own = new MessagePackHubProtocol();
const microsoft = new Microsoft();
const inputs = (make) => Array.from({ length: batches }, (_, i) => make(1 + i * perBatch));

let sink = 0;
const readers = {
  'JSON, objects': [text, (one) => { for (const event of json.parseMessages(one, NullLogger.instance)[0].item.events) sink += event.value; }],
  'Microsoft MessagePack, arrays': [bytes, (one) => { for (const row of microsoft.parseMessages(one, NullLogger.instance)[0].item.events) sink += row[9]; }],
  'own MessagePack, objects': [bytes, (one) => { for (const event of own.parseMessages(one)[0].item.events) sink += event.value; }],
  'own MessagePack, columns': [bytes, (one) => {
    const { count, values } = own.parseMessages(one)[0].item.columns();
    for (let i = 0; i < count; i += 1) sink += values[i];
  }],
  'own MessagePack, only the span': [bytes, (one) => { sink += own.parseMessages(one)[0].item.last; }],
};

function measure(name) {
  const [make, read] = readers[name];
  const given = inputs(make);
  const times = [];
  for (let round = 0; round < 15; round += 1) {
    const before = process.hrtime.bigint();
    given.forEach(read);
    times.push(Number(process.hrtime.bigint() - before) / (batches * perBatch));
  }
  times.sort((a, b) => a - b);
  console.log(`${name.padEnd(32)} ${times[7].toFixed(0).padStart(6)} ns/event (least ${times[0].toFixed(0)})`);
}

if (process.argv[2] === undefined) {
  console.log(`${perBatch} events a batch; JSON ${Math.round(text(1).length / perBatch)} and MessagePack ${Math.round(bytes(1).byteLength / perBatch)} bytes an event`);
  // Each reader runs in a separate process, because optimizations of the engine for one reader slow down the next.
  Object.keys(readers).forEach((name) => spawnSync(process.execPath, [process.argv[1], name], { stdio: 'inherit' }));
} else {
  measure(process.argv[2]);
}
if (Number.isNaN(sink)) throw new Error('The readers did not return numbers.');
