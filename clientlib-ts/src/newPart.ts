/** What a span of a log brings: nothing, something after a hole, or entries. */
export type NewPart<T> =
  | { readonly kind: 'duplicate' }
  | { readonly kind: 'violation'; readonly detail: string }
  | { readonly kind: 'new'; readonly first: number; readonly entries: readonly T[] };

/** The part of a span that a reader does not have yet. A span that does not join what the reader has is a violation. */
export function newPart<T extends { readonly sequence: number }>(
  span: { readonly first: number; readonly last: number }, entries: readonly T[], have: number,
): NewPart<T> {
  if (span.last <= have) {
    return { kind: 'duplicate' };
  }
  if (span.first > have + 1) {
    return { kind: 'violation', detail: `Expected sequence ${have + 1}, got ${span.first}, and no item reported a loss.` };
  }
  return span.first === have + 1
    ? { kind: 'new', first: span.first, entries }
    : { kind: 'new', first: have + 1, entries: entries.filter(({ sequence }) => sequence > have) };
}
