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
