import type { MxScalar, MxValue } from '@mxgateway/client';

/** A value to write to an item of `galaxies/values.galaxy.json`, and the value that must come back. */
export interface ValueCase {
  readonly reference: string;
  /** A typed value, or plain JSON whose type the server infers. */
  readonly write: MxValue | MxScalar | readonly MxScalar[];
  readonly expect: MxValue;
}

const typed = (reference: string, dataType: string, ...values: MxValue['value'][]): ValueCase[] => values.map((value) => {
  const expected = { dataType, value } as MxValue;
  return { reference: `Values.${reference}`, write: expected, expect: expected };
});

const wide = (reference: string, ...values: MxValue['value'][]): ValueCase[] => values.map((value) => {
  const expected: MxValue = { dataType: 'Integer', variantType: 'Int64', value };
  return { reference: `Values.${reference}`, write: expected, expect: expected };
});

const plain = (reference: string, dataType: string, ...values: (MxScalar | readonly MxScalar[])[]): ValueCase[] => values.map((value) => (
  { reference: `Values.${reference}`, write: value, expect: { dataType, value } as MxValue }));

/** Every write changes its item: consecutive values of one item differ. (JSON itself writes a negative zero as 0.) */
const cases: readonly ValueCase[] = [
  ...typed('Truth', 'Boolean', true, false),
  ...typed('Count', 'Integer', 2_147_483_647, -2_147_483_648, 0),
  ...typed('Single', 'Float', 0.1, 'NaN', 3.4028235e38, '-Infinity', 16_777_217 - 1, 1e-45),
  ...typed('Real', 'Double', 0.1, 'NaN', 'Infinity', '-Infinity', 5e-324, 1.7976931348623157e308, 3),
  ...typed('Text', 'String', 'Füllstand ≥ 80 % 🛢\u0000"\\', '', 'x'.repeat(300)),
  ...typed('Moment', 'Time', '2026-03-01T12:34:56.1234567Z', '2026-03-01T12:34:56.12Z', '1899-12-30T00:00:00.0000003Z', '9999-12-31T23:59:59.9999999Z',
    '0001-01-01T00:00:00Z'),
  ...wide('Elapsed', '9223372036854775807', '-9223372036854775808', 9_007_199_254_740_991, 9_007_199_254_740_992, '9007199254740993', -1),
  ...typed('Truths[]', 'Boolean', [true, false], [false, true, true]),
  ...typed('Counts[]', 'Integer', [2_147_483_647, -2_147_483_648], [], [1, 2, 3]),
  ...typed('Singles[]', 'Float', [0.1, 'NaN', '-Infinity'], [0.5]),
  ...typed('Reals[]', 'Double', [0.1, 'NaN', 'Infinity', -1], [3, 4]),
  ...typed('Texts[]', 'String', ['a', '', 'Ω'], ['🛢']),
  ...typed('Moments[]', 'Time', ['2026-03-01T12:34:56.1234567Z', '2026-03-01T12:34:56.12Z'], ['2026-03-01T12:34:56Z', '1970-01-01T00:00:00.000005Z']),
  ...wide('Elapseds[]', ['9223372036854775807', 1], ['-9007199254740993', 9_007_199_254_740_992]),
  ...plain('Truth', 'Boolean', true),
  ...plain('Count', 'Integer', 42),
  ...plain('Text', 'String', 'plain'),
  ...plain('Counts[]', 'Integer', [7, 8, 9]),
  ...plain('Texts[]', 'String', ['plain', 'texts']),
  ...plain('Reals[]', 'Double', [0.5, 2]),
];

/** The same cases in rounds that have each item at most once, so that the writes of a round can run at the same time. */
export const rounds: readonly (readonly ValueCase[])[] = Array.from(
  { length: Math.max(...cases.map(({ reference }) => cases.filter((one) => one.reference === reference).length)) },
  (_, round) => [...new Set(cases.map(({ reference }) => reference))].flatMap((reference) => cases.filter((one) => one.reference === reference).slice(round, round + 1)));
