import { isRecord } from './wire.js';

/** What the client under test is asked to do: read the events of one session and log what the application is given. */
export interface Task {
  /** The gateway's address without the hub's path. */
  readonly url: string;
  /** All addresses of the gateway, `url` first, for clients that take several. */
  readonly urls: readonly string[];
  readonly token: string;
  /** A GET gives a new token as text, for clients that can renew theirs. */
  readonly tokenUrl: string;
  readonly session: string;
  /** Where to append the log, one JSON object per line, each written before the next item is taken. */
  readonly log: string;
  /** What to ask for, as members of a StreamRequest. */
  readonly request: TaskRequest;
}

export interface TaskRequest {
  readonly resumeAfter?: number;
  readonly epoch?: string;
  readonly snapshot?: 'none' | 'afterGap' | 'always';
  readonly mode?: 'lossless' | 'conflate';
}

/** One line of the client's log. */
export type LogRecord =
  | { readonly type: 'events'; readonly values: readonly unknown[] }
  | { readonly type: 'gap'; readonly reason: unknown; readonly requestedAfter: unknown; readonly oldest: unknown; readonly latest: unknown; readonly missed: unknown }
  | { readonly type: 'lagged'; readonly conflated: number; readonly dropped: number }
  | { readonly type: 'snapshot'; readonly asOf: unknown; readonly values: readonly unknown[] }
  | { readonly type: 'position'; readonly epoch: unknown; readonly sequence: number }
  | { readonly type: 'error'; readonly code: string; readonly message: string }
  | { readonly type: 'end' };

export interface LogLine {
  /** From 1. */
  readonly line: number;
  readonly record: LogRecord;
}

/** Reads a log. A last line without an end is left out, because the client may have been killed while it wrote; types that are unknown are too. */
export function parseLog(text: string): readonly LogLine[] {
  return text.split('\n').slice(0, -1).flatMap((content, i): LogLine[] => {
    if (content.trim() === '') {
      return [];
    }
    const record = recordOf(parse(content, i + 1));
    return record === undefined ? [] : [{ line: i + 1, record }];
  });
}

function parse(content: string, line: number): unknown {
  try {
    return JSON.parse(content);
  } catch {
    throw new Error(`Line ${line} of the client's log is no JSON: '${content.slice(0, 80)}'.`);
  }
}

function recordOf(value: unknown): LogRecord | undefined {
  if (!isRecord(value)) {
    return undefined;
  }
  const list = (name: string): readonly unknown[] => (Array.isArray(value[name]) ? value[name] : []);
  const number = (name: string): number => (typeof value[name] === 'number' ? value[name] : Number.NaN);
  switch (value['type']) {
    case 'events':
      return { type: 'events', values: list('values') };
    case 'gap':
      return {
        type: 'gap', reason: value['reason'], requestedAfter: value['requestedAfter'], oldest: value['oldest'], latest: value['latest'],
        missed: value['missed'] ?? undefined,
      };
    case 'lagged':
      return { type: 'lagged', conflated: number('conflated'), dropped: number('dropped') };
    case 'snapshot':
      return { type: 'snapshot', asOf: value['asOf'], values: list('values') };
    case 'position':
      return { type: 'position', epoch: value['epoch'], sequence: number('sequence') };
    case 'error':
      return { type: 'error', code: String(value['code']), message: String(value['message']) };
    case 'end':
      return { type: 'end' };
    default:
      return undefined;
  }
}
