using System.Text.Json.Serialization;

namespace Gateway.Values;

/// <summary>
/// The COM VARIANT types (VARTYPE) a value can arrive in. An array carries the element's type with
/// <see cref="Array"/> set.
/// </summary>
[Flags]
[JsonConverter(typeof(VendorEnumConverter))]
public enum VariantType
{
    Empty = 0,
    Null = 1,
    Int16 = 2,
    Int32 = 3,
    Float = 4,
    Double = 5,
    Currency = 6,
    Date = 7,
    String = 8,
    Error = 10,
    Boolean = 11,
    Decimal = 14,
    Int8 = 16,
    UInt8 = 17,
    UInt16 = 18,
    UInt32 = 19,
    Int64 = 20,
    UInt64 = 21,
    FileTime = 64,
    Array = 0x2000,
}
