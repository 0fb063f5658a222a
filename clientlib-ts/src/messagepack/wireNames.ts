import type { EventFamily } from '../contracts.js';
import type { MxDataType, MxStatusCategory, MxStatusSource, VariantType } from '../values.js';

/** Numbers of the enums inside event rows, as the vendor and COM have them. The golden contract holds them to the server's. */
export const familyNumbers: Readonly<Record<EventFamily, number>> = { OnDataChange: 1, OnWriteComplete: 2, OperationComplete: 3, OnBufferedDataChange: 4 };

export const variantNumbers: Readonly<Record<VariantType, number>> = {
  Empty: 0, Null: 1, Int16: 2, Int32: 3, Float: 4, Double: 5, Currency: 6, Date: 7, String: 8, Error: 10, Boolean: 11, Decimal: 14, Int8: 16,
  UInt8: 17, UInt16: 18, UInt32: 19, Int64: 20, UInt64: 21, FileTime: 64,
};

/** Set in the number of an array's variant type. */
export const arrayFlag = 0x2000;

export const dataTypeNumbers: Readonly<Record<MxDataType, number>> = {
  Unknown: -1, NoData: 0, Boolean: 1, Integer: 2, Float: 3, Double: 4, String: 5, Time: 6, ElapsedTime: 7, ReferenceType: 8, StatusType: 9,
  DataTypeEnum: 10, SecurityClassificationEnum: 11, DataQualityType: 12, QualifiedEnum: 13, QualifiedStruct: 14, InternationalizedString: 15,
  BigString: 16,
};

export const categoryNumbers: Readonly<Record<MxStatusCategory, number>> = {
  Unknown: -1, Ok: 0, Pending: 1, Warning: 2, CommunicationError: 3, ConfigurationError: 4, OperationalError: 5, SecurityError: 6,
  SoftwareError: 7, OtherError: 8,
};

export const sourceNumbers: Readonly<Record<MxStatusSource, number>> = {
  Unknown: -1, RequestingLmx: 0, RespondingLmx: 1, RequestingNmx: 2, RespondingNmx: 3, RequestingAutomationObject: 4,
  RespondingAutomationObject: 5,
};

function byNumber<T extends string>(numbers: Readonly<Record<T, number>>): ReadonlyMap<number, T> {
  return new Map((Object.entries(numbers) as [T, number][]).map(([name, number]) => [number, name]));
}

export const variantNames = byNumber(variantNumbers);
export const dataTypeNames = byNumber(dataTypeNumbers);
export const categoryNames = byNumber(categoryNumbers);
export const sourceNames = byNumber(sourceNumbers);

/** The vendor data type that a variant type amounts to. */
export function dataTypeOf(variant: VariantType): MxDataType {
  switch (variant) {
    case 'Boolean':
      return 'Boolean';
    case 'Float':
      return 'Float';
    case 'Double': case 'Currency': case 'Decimal':
      return 'Double';
    case 'String':
      return 'String';
    case 'Date': case 'FileTime':
      return 'Time';
    case 'Empty': case 'Null':
      return 'NoData';
    default:
      return 'Integer';
  }
}

/** The variant type that is meant when only the data type is named. */
export function variantOf(dataType: MxDataType | number | undefined): VariantType | undefined {
  switch (dataType) {
    case 'NoData':
      return 'Empty';
    case 'Integer':
      return 'Int32';
    case 'Time':
      return 'Date';
    case 'Boolean': case 'Float': case 'Double': case 'String':
      return dataType;
    default:
      return undefined;
  }
}

/** Names of the contract's properties that hold a time. The golden contract holds them to the server's. */
export const timeProperties: ReadonlySet<string> = new Set(
  ['acknowledgedAt', 'activeSince', 'adoptedAt', 'at', 'callbackTime', 'clearedAt', 'createdAt', 'expiresAt', 'graceEndsAt', 'lastActivityAt', 'lastGapAt', 'raisedAt',
    'since', 'slowSince', 'sourceTime', 'staleSince', 'startedAt', 'tokenExpiresAt', 'unknownSince', 'workerTime']);
