import type { MxValue } from '@mxgateway/client';

/** The type of a write, which is that of the item's latest value. */
export type ValueType = Pick<MxValue, 'dataType' | 'variantType'>;

const integer = /^[+-]?\d+$/;

/**
 * Converts a typed text to a value of the item's type. If the type is not known, a text that looks like a number or a boolean
 * becomes one.
 *
 * @throws RangeError with a text for the user when the text does not fit the type.
 */
export function parseTyped(text: string, type: ValueType | undefined): MxValue['value'] | MxValue {
  const trimmed = text.trim();
  if (type === undefined) {
    return guess(trimmed);
  }
  switch (type.dataType) {
    case 'NoData':
    case 'Unknown':
      return guess(trimmed);
    case 'Boolean':
      return { ...type, value: parseBoolean(trimmed) };
    case 'Integer':
      return { ...type, value: parseInteger(trimmed) };
    case 'Float':
    case 'Double':
      return { ...type, value: parseNumber(trimmed) };
    case 'Time':
      return { ...type, value: parseTime(trimmed) };
    default:
      return { ...type, value: text };
  }
}

function guess(text: string): boolean | number | string {
  if (/^(true|false)$/i.test(text)) {
    return text.toLowerCase() === 'true';
  }
  return text !== '' && Number.isFinite(Number(text)) ? Number(text) : text;
}

function parseBoolean(text: string): boolean {
  if (/^(true|on|yes|1)$/i.test(text)) {
    return true;
  }
  if (/^(false|off|no|0)$/i.test(text)) {
    return false;
  }
  throw new RangeError('This item is a boolean: write true or false.');
}

function parseInteger(text: string): number | string {
  if (!integer.test(text)) {
    throw new RangeError('This item is an integer: write a whole number.');
  }
  // Digits beyond 2^53 are sent as text.
  const number = Number(text);
  return Number.isSafeInteger(number) ? number : text.replace('+', '');
}

function parseNumber(text: string): number | string {
  // Many users in Europe type a decimal comma.
  const normal = text.replace(',', '.');
  const number = Number(normal);
  if (normal === '' || (Number.isNaN(number) && normal !== 'NaN')) {
    throw new RangeError('This item is a number: write a number such as 42.5.');
  }
  return Number.isFinite(number) ? number : String(number);
}

function parseTime(text: string): string {
  const time = new Date(text);
  if (Number.isNaN(time.getTime())) {
    throw new RangeError('This item is a time: write a time such as 2026-01-31T12:00:00Z.');
  }
  return time.toISOString();
}
