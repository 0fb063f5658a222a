import { toNumber } from '@mxgateway/client';
import type { LiveRow } from './LiveModel.ts';

/** Why an item cannot be drawn as a trend, as a sentence; undefined when it can, or when it has no value yet. */
export function whyNoTrend({ reference, dataType, value }: Pick<LiveRow, 'reference' | 'dataType' | 'value'>): string | undefined {
  if (dataType === undefined || value === null || toNumber({ dataType, value }) !== undefined) {
    return undefined;
  }
  const what = Array.isArray(value) ? 'an array' : dataType === 'Time' ? 'a time' : 'a text';
  return `${reference} is ${what}. A trend draws only numbers and switches.`;
}
