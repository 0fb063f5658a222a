import type { RecorderPart } from '../apiContracts.ts';

/** What a timeline is of: one thing, or everything that a dump has. */
export type TimelineTarget = { readonly kind: RecorderPart; readonly id: string } | { readonly kind: 'dump'; readonly id: string };

const kinds: readonly TimelineTarget['kind'][] = ['connection', 'stream', 'session', 'worker', 'dump'];

/** The target as the address has it, such as `session:5f0c`. */
export function targetText({ kind, id }: TimelineTarget): string {
  return `${kind}:${id}`;
}

/** The target that an address names; undefined when it names none. */
export function targetOf(text: string | null): TimelineTarget | undefined {
  const [wanted, ...rest] = (text ?? '').split(':');
  const kind = kinds.find((one) => one === wanted);
  const id = rest.join(':');
  return kind === undefined || id === '' ? undefined : { kind, id };
}
