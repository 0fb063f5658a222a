using System.Text.Json.Serialization;

namespace Gateway.Values;

/// <summary>The vendor's data types, with the vendor's numbers (type library of LMXProxyServer 3.2).</summary>
[JsonConverter(typeof(VendorEnumConverter))]
public enum MxDataType
{
    Unknown = -1,
    NoData = 0,
    Boolean = 1,
    Integer = 2,
    Float = 3,
    Double = 4,
    String = 5,
    Time = 6,
    ElapsedTime = 7,
    ReferenceType = 8,
    StatusType = 9,
    DataTypeEnum = 10,
    SecurityClassificationEnum = 11,
    DataQualityType = 12,
    QualifiedEnum = 13,
    QualifiedStruct = 14,
    InternationalizedString = 15,
    BigString = 16,
}
