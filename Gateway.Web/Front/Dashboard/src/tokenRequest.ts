import type { CreateTokenRequest } from './apiContracts.ts';

/** The contents of the fields of the token form. */
export interface TokenFields {
  readonly subject: string;
  readonly label: string;
  readonly scopes: readonly string[];
  readonly sessionTags: string;
  readonly sessionId: string;
  readonly read: string;
  readonly write: string;
  readonly lifetimeSeconds: number;
}

/** The request for the gateway, without empty fields. A `RangeError` says what is missing. */
export function toTokenRequest(fields: TokenFields): CreateTokenRequest {
  if (fields.scopes.length === 0) {
    throw new RangeError('Tick at least one thing that the token may do.');
  }
  const text = (value: string): string | undefined => value.trim() === '' ? undefined : value.trim();
  const subject = text(fields.subject);
  const label = text(fields.label);
  const sessionId = text(fields.sessionId);
  const read = listOf(fields.read);
  const write = listOf(fields.write);
  return {
    scopes: fields.scopes,
    sessionTags: listOf(fields.sessionTags),
    lifetimeSeconds: fields.lifetimeSeconds,
    ...(subject === undefined ? {} : { subject }),
    ...(label === undefined ? {} : { label }),
    ...(sessionId === undefined ? {} : { sessionId }),
    ...(read.length === 0 ? {} : { read }),
    ...(write.length === 0 ? {} : { write }),
  };
}

/** The words of a text, which are separated by spaces, commas and line ends, without duplicates. */
export function listOf(text: string): string[] {
  return [...new Set(text.split(/[\s,]+/).filter((word) => word !== ''))];
}
