import { GatewayError } from './errors.js';
import type { StreamPosition } from './resume.js';

const maxSessions = 4_096;
const maxCharacters = 512 * 1024;
const id = /^[A-Za-z0-9\-_.:]{1,64}$/;

/**
 * The text that says where a stream over many sessions stands. Applications treat it as opaque: base64url without padding of
 * `{"v":1,"s":[["sessionId","epoch",sequence],…]}`, ordered by session id, so that each set of positions has exactly one text.
 */
export function writeCursor(positions: ReadonlyMap<string, StreamPosition>): string {
  const ordered = [...positions].map(([sessionId, { epoch, sequence }]) => [sessionId, epoch, sequence] as const)
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  const isWhole = ordered.every(([sessionId, epoch, sequence]) =>
    id.test(sessionId) && id.test(epoch) && Number.isInteger(sequence) && sequence >= 0 && sequence <= 2 ** 53);
  if (!isWhole || ordered.length > maxSessions) {
    throw notACursor();
  }
  const text = btoa(JSON.stringify({ v: 1, s: ordered })).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
  if (text.length > maxCharacters) {
    throw notACursor();
  }
  return text;
}

/** @throws GatewayError `InvalidArgument` when the text is not exactly one that {@link writeCursor} makes. */
export function readCursor(text: string): Map<string, StreamPosition> {
  if (text.length > maxCharacters) {
    throw notACursor();
  }
  const positions = new Map<string, StreamPosition>();
  try {
    const content = JSON.parse(atob(text.replace(/-/g, '+').replace(/_/g, '/'))) as { readonly s: readonly (readonly [string, string, number])[] };
    for (const [sessionId, epoch, sequence] of content.s) {
      positions.set(sessionId, { epoch, sequence });
    }
  } catch {
    throw notACursor();
  }
  // One text for each set of positions: spaces, another order or a second field would make a second one.
  if (writeCursor(positions) !== text) {
    throw notACursor();
  }
  return positions;
}

function notACursor(): GatewayError {
  return new GatewayError('InvalidArgument', 'The cursor is not one that a gateway or this library handed out.');
}
