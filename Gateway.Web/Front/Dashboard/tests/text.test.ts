import { describe, expect, it } from 'vitest';
import { formatValue, short } from '../src/format.ts';
import { parseTyped } from '../src/typedValue.ts';

describe('parseTyped', () => {
  it('uses the item\'s type', () => {
    expect(parseTyped('42,5', { dataType: 'Double' })).toEqual({ dataType: 'Double', value: 42.5 });
    expect(parseTyped(' on ', { dataType: 'Boolean' })).toEqual({ dataType: 'Boolean', value: true });
    expect(parseTyped('9007199254740993', { dataType: 'Integer', variantType: 'Int64' })).toEqual(
      { dataType: 'Integer', variantType: 'Int64', value: '9007199254740993' });
    expect(parseTyped(' a ', { dataType: 'String' })).toEqual({ dataType: 'String', value: ' a ' });
    expect(parseTyped('2026-01-31T12:00:00Z', { dataType: 'Time' })).toEqual({ dataType: 'Time', value: '2026-01-31T12:00:00.000Z' });
    expect(parseTyped('NaN', { dataType: 'Float' })).toEqual({ dataType: 'Float', value: 'NaN' });
  });

  it.each([['x', 'Double'], ['', 'Double'], ['1.5', 'Integer'], ['maybe', 'Boolean'], ['soon', 'Time']] as const)('refuses %j as %s', (text, dataType) => {
    expect(() => parseTyped(text, { dataType })).toThrow(RangeError);
  });

  it('guesses without a type', () => {
    expect(parseTyped('true', undefined)).toBe(true);
    expect(parseTyped('7', undefined)).toBe(7);
    expect(parseTyped('Filling', undefined)).toBe('Filling');
  });
});

describe('formatValue', () => {
  it('is short and invents nothing', () => {
    expect(formatValue(null)).toBe('–');
    expect(formatValue(50.123456789)).toBe('50.12346');
    expect(formatValue(false)).toBe('false');
    expect(formatValue([1, 2, 3, 4, 5])).toBe('[5] 1, 2, 3, 4, …');
    expect(formatValue('2026-11-21T06:30:06.814077Z', 'Time')).toMatch(/^2026-11-2[012] \d\d:\d\d:06$/);
    expect(formatValue('later', 'Time')).toBe('later');
    expect(formatValue(45_000_140_000_000, 'ElapsedTime')).toBe('52 d 02:00:14');
    expect(formatValue('-36610000000', 'ElapsedTime')).toBe('-01:01:01');
    expect(short('0123456789')).toBe('01234567…');
  });
});
