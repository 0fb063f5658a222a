import { describe, expect, it } from 'vitest';
import { qualityClass, toNumber, toWireValue } from '../src/values.js';

describe('qualityClass', () => {
  it.each([[192, 'good'], [216, 'good'], [64, 'uncertain'], [84, 'uncertain'], [0, 'bad'], [24, 'bad'], [128, 'bad'], [0x01c0, 'good']] as const)(
    'takes %i for %s', (quality, expected) => {
      expect(qualityClass(quality)).toBe(expected);
    });
});

describe('toWireValue', () => {
  it('leaves plain values to the server\'s inference', () => {
    for (const value of [true, 5, 1.5, 'text'] as const) {
      expect(toWireValue(value)).toBe(value);
    }
    expect(toWireValue([1, 2])).toEqual([1, 2]);
  });

  it('types what JSON alone would lose', () => {
    expect(toWireValue(null)).toEqual({ dataType: 'NoData', variantType: 'Null', value: null });
    expect(toWireValue(Number.NaN)).toEqual({ dataType: 'Double', value: 'NaN' });
    expect(toWireValue(Number.NEGATIVE_INFINITY)).toEqual({ dataType: 'Double', value: '-Infinity' });
    expect(toWireValue(9007199254740993n)).toEqual({ dataType: 'Integer', variantType: 'Int64', value: '9007199254740993' });
    expect(toWireValue(18446744073709551615n)).toMatchObject({ variantType: 'UInt64' });
    expect(toWireValue(new Date(0))).toEqual({ dataType: 'Time', value: '1970-01-01T00:00:00.000Z' });
    expect(toWireValue([1, Number.NaN])).toEqual({ dataType: 'Double', value: [1, 'NaN'] });
    expect(toWireValue([new Date(0)])).toEqual({ dataType: 'Time', value: ['1970-01-01T00:00:00.000Z'] });
  });

  it.each([
    '2026-02-30T00:00:00Z', '2026-02-29T00:00:00Z', '2026-04-31', '2026-13-01T00:00:00Z', '2026-00-10T00:00:00Z', '2026-01-00T00:00:00Z',
    '2026-01-01T24:00:00Z', '2026-01-01T12:60:00Z', '2026-01-01T12:00:60Z', '2026-01-01T12:00:00+15:00', '2026-01-01T12:00:00+01:60',
    '0000-01-01T00:00:00Z', '0001-01-01T00:00:00+01:00', '9999-12-31T23:59:59-01:00', '+012026-01-01T00:00:00Z', 'yesterday', '',
  ])('refuses the time %s, which does not exist, in every place of a value', (text) => {
    const refusal = expect.objectContaining({ code: 'InvalidArgument' }) as Error;
    expect(() => toWireValue({ dataType: 'Time', value: text })).toThrow(refusal);
    expect(() => toWireValue({ dataType: 'Time', value: ['2026-01-01T00:00:00Z', text] })).toThrow(refusal);
    expect(() => toWireValue({ dataType: 'Time', variantType: 'FileTime', value: text })).toThrow(refusal);
    expect(() => toWireValue([new Date(0), text])).toThrow(refusal);
  });

  it('refuses a Date that is no moment, or of no year that the wire has', () => {
    for (const date of [new Date(Number.NaN), new Date(8.64e15), new Date(-8.64e15)]) {
      expect(() => toWireValue(date)).toThrow(expect.objectContaining({ code: 'InvalidArgument' }) as Error);
      expect(() => toWireValue([date])).toThrow(expect.objectContaining({ code: 'InvalidArgument' }) as Error);
    }
  });

  it('takes times that exist, and leaves what is no time alone', () => {
    for (const text of ['2024-02-29T00:00:00Z', '2026-01-01', '2026-01-01T12:00', '2026-01-01T12:00:00', '2026-01-01T12:00:00.1234567+14:00', '9999-12-31T23:59:59.9999999Z']) {
      expect(toWireValue({ dataType: 'Time', value: text })).toEqual({ dataType: 'Time', value: text });
    }
    expect(toWireValue({ dataType: 'Time', value: null })).toEqual({ dataType: 'Time', value: null });
    expect(toWireValue({ dataType: 'String', value: '2026-02-30T00:00:00Z' })).toMatchObject({ dataType: 'String' });
    expect(toWireValue('2026-02-30T00:00:00Z')).toBe('2026-02-30T00:00:00Z');
  });

  it('refuses an array without a type', () => {
    expect(() => toWireValue([])).toThrow(TypeError);
    expect(toWireValue({ dataType: 'Integer', value: [] })).toEqual({ dataType: 'Integer', value: [] });
  });
});

describe('toNumber', () => {
  it('reads numbers and booleans, and numbers that travel as text', () => {
    expect(toNumber({ dataType: 'Boolean', value: true })).toBe(1);
    expect(toNumber({ dataType: 'Double', value: 'NaN' })).toBeNaN();
    expect(toNumber({ dataType: 'Double', variantType: 'Currency', value: '12.5' })).toBe(12.5);
    expect(toNumber({ dataType: 'Float', value: '-Infinity' })).toBe(Number.NEGATIVE_INFINITY);
  });

  it('does not take text, time, null or arrays for numbers', () => {
    expect(toNumber({ dataType: 'String', value: '12' })).toBeUndefined();
    expect(toNumber({ dataType: 'Time', value: '2026-01-01T00:00:00Z' })).toBeUndefined();
    expect(toNumber({ dataType: 'NoData', value: null })).toBeUndefined();
    expect(toNumber({ dataType: 'Double', value: [1, 2] })).toBeUndefined();
  });
});
