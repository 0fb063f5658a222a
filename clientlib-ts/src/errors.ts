import { type ErrorCode, type ErrorDuty, dutyOf, isGatewayErrorCode } from './codes.js';
import type { MxMethod } from './commands.js';

/** An expected failure with a code; the duty says what to do about it. */
export class GatewayError extends Error {
  readonly code: ErrorCode;
  readonly duty: ErrorDuty;
  /** Hint how long to wait before trying again, milliseconds. */
  readonly retryAfterMs: number | undefined;

  constructor(code: ErrorCode, message: string, options: { readonly retryAfterMs?: number | undefined; readonly cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'GatewayError';
    this.code = code;
    this.duty = dutyOf(code);
    this.retryAfterMs = options.retryAfterMs;
  }
}

/** MXAccess answered a command with a failing HRESULT. */
export class MxAccessError extends Error {
  readonly method: MxMethod;
  /** As returned, negative. */
  readonly hresult: number;

  constructor(method: MxMethod, hresult: number, diagnostic?: string) {
    super(`${method} failed with ${formatHresult(hresult)}${diagnostic === undefined ? '' : `: ${diagnostic}`}`);
    this.name = 'MxAccessError';
    this.method = method;
    this.hresult = hresult;
  }
}

/** An HRESULT the way the vendor's documents write it, such as `0x80070057`. */
export function formatHresult(hresult: number): string {
  return `0x${(hresult >>> 0).toString(16).toUpperCase().padStart(8, '0')}`;
}

const codedText = /\[([A-Za-z]+)\]\s*/g;
const retryHint = /\s\(retryAfterMs=(\d{1,9})\)$/;

/**
 * Reads `[Code] message (retryAfterMs=n)`, with any text before it (SignalR puts some there).
 * Undefined when the text names no code this version knows.
 */
export function parseGatewayError(text: string, cause?: unknown): GatewayError | undefined {
  for (const match of text.matchAll(codedText)) {
    const code = match[1];
    if (code === undefined || !isGatewayErrorCode(code)) {
      continue;
    }
    const rest = text.slice(match.index + match[0].length).trim();
    const hint = retryHint.exec(rest);
    const message = hint === null ? rest : rest.slice(0, hint.index);
    return new GatewayError(code, message, { retryAfterMs: hint === null ? undefined : Number(hint[1]), cause });
  }
  return undefined;
}

/** Any failure of a call as a {@link GatewayError}. */
export function toGatewayError(error: unknown): GatewayError {
  if (error instanceof GatewayError) {
    return error;
  }
  const text = error instanceof Error ? error.message : String(error);
  return parseGatewayError(text, error) ?? new GatewayError('UnknownError', text, { cause: error });
}
