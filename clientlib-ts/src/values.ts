import { GatewayError } from './errors.js';
import { parseTime } from './isoTime.js';

/**
 * MXAccess values, statuses and enums as they travel. Vendor enums keep the vendor's names; a number stands for a value the
 * vendor's list does not have.
 */

export type MxDataType =
  | 'Unknown' | 'NoData' | 'Boolean' | 'Integer' | 'Float' | 'Double' | 'String' | 'Time' | 'ElapsedTime'
  | 'ReferenceType' | 'StatusType' | 'DataTypeEnum' | 'SecurityClassificationEnum' | 'DataQualityType'
  | 'QualifiedEnum' | 'QualifiedStruct' | 'InternationalizedString' | 'BigString';

/** The COM VARIANT type of a value, or of the elements of an array value. */
export type VariantType =
  | 'Empty' | 'Null' | 'Int16' | 'Int32' | 'Float' | 'Double' | 'Currency' | 'Date' | 'String' | 'Error' | 'Boolean'
  | 'Decimal' | 'Int8' | 'UInt8' | 'UInt16' | 'UInt32' | 'Int64' | 'UInt64' | 'FileTime';

export type MxStatusCategory =
  | 'Unknown' | 'Ok' | 'Pending' | 'Warning' | 'CommunicationError' | 'ConfigurationError' | 'OperationalError'
  | 'SecurityError' | 'SoftwareError' | 'OtherError';

export type MxStatusSource =
  | 'Unknown' | 'RequestingLmx' | 'RespondingLmx' | 'RequestingNmx' | 'RespondingNmx'
  | 'RequestingAutomationObject' | 'RespondingAutomationObject';

/**
 * The payload of a value. Text also carries integers beyond ±2^53, currency and decimal, times (ISO-8601 UTC, up to 100 ns),
 * and `NaN`, `Infinity`, `-Infinity`; `dataType` and `variantType` tell which.
 */
export type MxScalar = boolean | number | string | null;

/** The three properties a value consists of; an event carries them itself. */
export interface MxValue {
  readonly dataType: MxDataType | number;
  /** Present when it is not the usual one of the data type. */
  readonly variantType?: VariantType | number;
  readonly value: MxScalar | readonly MxScalar[];
}

/** One MXSTATUS_PROXY, raw. Test `success` for non-zero, never for 1; success together with `Pending` exists. */
export interface MxStatus {
  readonly success: number;
  readonly category: MxStatusCategory | number;
  readonly detectedBy: MxStatusSource | number;
  readonly detail: number;
}

/** What an absent `statuses` stands for. */
export const plainSuccess: readonly MxStatus[] = Object.freeze([
  Object.freeze({ success: -1, category: 'Ok', detectedBy: 'RequestingLmx', detail: 0 } as const),
]);

/** OPC quality classes, from the two high bits of the raw quality's low byte. */
export type QualityClass = 'good' | 'uncertain' | 'bad';

export function qualityClass(quality: number): QualityClass {
  switch (quality & 0xc0) {
    case 0xc0:
      return 'good';
    case 0x40:
      return 'uncertain';
    default:
      return 'bad';
  }
}

/** A scalar numeric or boolean (0, 1) value as a number, NaN and infinities included; undefined for everything else. */
export function toNumber(value: Pick<MxValue, 'dataType' | 'variantType' | 'value'>): number | undefined {
  const plain = value.value;
  if (typeof plain === 'number') {
    return plain;
  }
  if (typeof plain === 'boolean') {
    return plain ? 1 : 0;
  }
  if (typeof plain !== 'string') {
    return undefined;
  }
  switch (value.dataType) {
    case 'Integer':
    case 'Float':
    case 'Double':
      return Number(plain);
    default:
      return undefined;
  }
}

/** What may be given where a value is expected. A plain number without fraction counts as a 32-bit integer where it fits. */
export type MxValueInput = MxValue | MxScalar | Date | bigint | readonly (MxScalar | Date)[];

/**
 * The wire form of a value. Most plain JSON values go as they are and the server infers their type; this adds the type
 * where JSON alone would lose something (dates, bigint, NaN and infinities).
 *
 * @throws TypeError for an empty array, whose type cannot be inferred: pass an {@link MxValue} instead.
 * @throws GatewayError `InvalidArgument` for a time that does not exist.
 */
export function toWireValue(input: MxValueInput): MxValue | MxScalar | readonly MxScalar[] {
  if (input === null) {
    // A plain null counts as an absent value.
    return { dataType: 'NoData', variantType: 'Null', value: null };
  }
  if (typeof input === 'bigint') {
    const variantType = input > 0x7fff_ffff_ffff_ffffn ? 'UInt64' : 'Int64';
    return { dataType: 'Integer', variantType, value: input.toString() };
  }
  if (input instanceof Date) {
    return { dataType: 'Time', value: timeOf(input) };
  }
  if (typeof input === 'number' && !Number.isFinite(input)) {
    return { dataType: 'Double', value: String(input) };
  }
  if (isArray(input)) {
    return arrayToWire(input);
  }
  if (isTyped(input) && isTime(input)) {
    scalarsOf(input.value).forEach(requireTime);
  }
  return input;
}

function arrayToWire(input: readonly (MxScalar | Date)[]): MxValue | readonly MxScalar[] {
  if (input.length === 0) {
    throw new TypeError('An empty array needs a dataType: pass { dataType, value: [] }.');
  }
  if (input.some((element) => element instanceof Date)) {
    return { dataType: 'Time', value: input.map((element) => (element instanceof Date ? timeOf(element) : requireTime(element))) };
  }
  const scalars = input as readonly MxScalar[];
  if (scalars.some((element) => typeof element === 'number' && !Number.isFinite(element))) {
    const value = scalars.map((element) => (typeof element === 'number' && !Number.isFinite(element) ? String(element) : element));
    return { dataType: 'Double', value };
  }
  return scalars;
}

function timeOf(date: Date): string {
  if (Number.isNaN(date.getTime())) {
    throw new GatewayError('InvalidArgument', 'The Date is not valid: it is no moment in time.');
  }
  const text = date.toISOString();
  requireTime(text);
  return text;
}

/** What is no text is left to the server. */
function requireTime(value: MxScalar): MxScalar {
  if (typeof value === 'string' && parseTime(value) === undefined) {
    throw new GatewayError(
      'InvalidArgument', `'${value.slice(0, 40)}' is no time: give an ISO-8601 time that exists, of the years 1 to 9999, such as 2026-07-01T12:00:00Z.`);
  }
  return value;
}

function isTime({ dataType, variantType }: MxValue): boolean {
  return variantType === undefined ? dataType === 'Time' : variantType === 'Date' || variantType === 'FileTime';
}

function scalarsOf(value: MxValue['value']): readonly MxScalar[] {
  return isList(value) ? value : [value];
}

function isList(value: MxValue['value']): value is readonly MxScalar[] {
  return Array.isArray(value);
}

function isTyped(input: MxValue | MxScalar): input is MxValue {
  return typeof input === 'object' && input !== null;
}

function isArray(input: MxValueInput): input is readonly (MxScalar | Date)[] {
  return Array.isArray(input);
}
