import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { StreamItem as LibraryItem } from '../../../clientlib-ts/src/contracts.js';
import { isMxEvent, isStreamItem } from '../../../clientlib-ts/src/guards.js';
import { MessagePackHubProtocol } from '../../../clientlib-ts/src/messagepack/MessagePackHubProtocol.js';
import { events, snapshot } from '../src/gateway/items.js';
import { jsonProtocol } from '../src/hub/jsonProtocol.js';
import { messagePackProtocol } from '../src/hub/messagePackProtocol.js';
import { messageTypes } from '../src/hub/messages.js';
import { ruleIds, rules } from '../src/rules.js';
import { scenarios } from '../src/scenarios/index.js';
import { splitCommand } from '../src/run/launch.js';
import { parseLog } from '../src/task.js';
import type { StreamItem } from '../src/wire.js';

const epoch = '00000000000000e1';

/** One item of each kind. */
const items: readonly StreamItem[] = [
  {
    kind: 'started', subscriptionId: 'kit-1', epoch, oldest: 1, latest: 5, resumedAfter: 2, state: 'ready',
    limits: { bufferEvents: 5_000, maxBatch: 500, historyEvents: 100_000, historySeconds: 300, idleIntervalMs: 5_000 },
  },
  events(epoch, 1, 5, [2, 5]),
  { kind: 'gap', reason: 'evicted', requestedAfter: 5, oldest: 9, latest: 12, missed: 3 },
  snapshot(epoch, 12, [7, 12]),
  { kind: 'lagged', conflated: 4, dropped: 1 },
  { kind: 'idle', sequence: 20 },
  { kind: 'state', state: 'faulted', fault: { code: 'WorkerLost', message: 'The worker ended.', at: '2026-01-01T00:00:00Z' } },
  { kind: 'mode', mode: 'conflate', reason: 'slow', after: 20 },
  { kind: 'access', widened: ['Tank2.*'], narrowed: [] },
];

/** The compiler checks that whatever the kit can send is what the library's contract has. */
const item: (one: StreamItem) => LibraryItem = (one) => one;

describe('what the kit sends', () => {
  it('is the contract of the client library, and has every kind that the golden file has', () => {
    expect(items.map(item).filter((one) => !isStreamItem(one))).toEqual([]);
    expect(items.flatMap((one) => (one.kind === 'events' || one.kind === 'snapshot' ? one.events : [])).filter((event) => !isMxEvent(event))).toEqual([]);
    const golden = JSON.parse(readFileSync(new URL('../../Fixtures/stream-items.json', import.meta.url), 'utf8')) as readonly { readonly kind: string }[];
    expect([...new Set(golden.map(({ kind }) => kind))].sort()).toEqual([...new Set(items.map(({ kind }) => kind))].sort());
  });

  it('is the same in both hub protocols', () => {
    const library = new MessagePackHubProtocol();
    for (const one of items) {
      const message = { type: messageTypes.streamItem, invocationId: '1', item: one };
      const bytes = new Uint8Array(messagePackProtocol.encode(message));
      const [packed] = library.parseMessages(bytes.buffer);
      const [plain] = jsonProtocol.decode(jsonProtocol.encode(message));
      expect(JSON.parse(JSON.stringify((packed as unknown as { readonly item: unknown }).item))).toEqual(withoutZeros(plain?.item));
    }
  });
});

/** The library writes times without zeros behind, such as `.12Z` for `.120Z`. */
function withoutZeros(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value).replace(/(\.\d*?)0+Z"/g, '$1Z"').replaceAll('.Z"', 'Z"'));
}

describe('the documents', () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

  it.each(ruleIds)('the README has %s, and names scenarios that exist', (rule) => {
    const row = readme.split('\n').find((line) => line.startsWith(`| ${rule} |`)) ?? '';
    expect(row.replaceAll('`', '')).toContain(rules[rule].replaceAll('`', '').split(' ').slice(0, 3).join(' '));
    for (const [, name = ''] of (row.split(' | ').at(-1) ?? '').matchAll(/`([^`]+)`/g)) {
      expect(scenarios.some((scenario) => scenario.name === name || (name.endsWith('*') && scenario.name.startsWith(name.slice(0, -1)))), name).toBe(true);
    }
  });

  it('no file of the kit needs anything of the repository', () => {
    const sources = readdirSync(new URL('../src', import.meta.url), { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
    const imported = sources.flatMap((name) => [...readFileSync(new URL(`../src/${name}`, import.meta.url), 'utf8').matchAll(/ from '([^.'][^']*)'/g)].map((match) => match[1]));
    expect([...new Set(imported)].filter((name) => name?.startsWith('node:') !== true).sort()).toEqual(['@msgpack/msgpack', 'ws']);
  });
});

describe('what comes from outside', () => {
  it('a command is split at blanks outside of quotes', () => {
    expect(splitCommand('"my client" --log=\'a b\' {url}  {token}')).toEqual(['my client', '--log=\'a', 'b\'', '{url}', '{token}']);
    expect(splitCommand('client "" {log}')).toEqual(['client', '', '{log}']);
  });

  it('the last line of a log is left out when it has no end, and a line that is no JSON is named', () => {
    expect(parseLog('{"type":"end"}\n{"type":"own"}\n{"type":"eve')).toEqual([{ line: 1, record: { type: 'end' } }]);
    expect(() => parseLog('{"type":"end"}\nnonsense\n')).toThrow(/Line 2 .* no JSON/);
  });
});
