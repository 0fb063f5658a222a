using System.Text.Json.Serialization;

namespace Gateway.Values;

/// <summary>MxStatusCategory of the vendor's type library. Values outside the list are kept as numbers.</summary>
[JsonConverter(typeof(VendorEnumConverter))]
public enum MxStatusCategory
{
    Unknown = -1,
    Ok = 0,
    Pending = 1,
    Warning = 2,
    CommunicationError = 3,
    ConfigurationError = 4,
    OperationalError = 5,
    SecurityError = 6,
    SoftwareError = 7,
    OtherError = 8,
}
