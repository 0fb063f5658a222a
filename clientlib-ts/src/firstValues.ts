import type { MxItemResult } from './commands.js';
import { statusText } from './statusText.js';

/**
 * The results of a subscription with the first values of their items.
 *
 * @param read One result for each subscribed item that did not fail, in their order.
 */
export function withFirstValues(subscribed: readonly MxItemResult[], read: readonly MxItemResult[]): readonly MxItemResult[] {
  const values = read[Symbol.iterator]();
  return subscribed.map((result) => {
    const value = result.hresult < 0 ? undefined : values.next().value;
    return value === undefined ? result : merge(result, value);
  });
}

/** The results of a subscription whose first values could not be read. */
export function withoutFirstValues(subscribed: readonly MxItemResult[], why: string): readonly MxItemResult[] {
  return subscribed.map((result) => result.hresult < 0 ? result : { ...result, diagnostic: missing(why) });
}

function missing(why: string): string {
  return `The item is subscribed, but its first value did not come: ${why}`;
}

function merge(subscribed: MxItemResult, read: MxItemResult): MxItemResult {
  const fault = read.hresult < 0 ? missing(read.diagnostic ?? '') : failureOf(read);
  const { hresult, itemDefinition, itemHandle } = subscribed;
  // What belongs to the subscription itself stays as it is.
  return {
    ...read, hresult,
    ...(itemDefinition === undefined ? {} : { itemDefinition }),
    ...(itemHandle === undefined ? {} : { itemHandle }),
    ...(fault === undefined ? {} : { diagnostic: fault }),
  };
}

function failureOf({ statuses }: MxItemResult): string | undefined {
  const failed = statuses?.find(({ success }) => success === 0);
  return failed === undefined ? undefined : statusText(failed);
}
