using System.Text.Json.Serialization;

namespace Gateway.Values;

/// <summary>MxStatusSource of the vendor's type library: who detected the condition.</summary>
[JsonConverter(typeof(VendorEnumConverter))]
public enum MxStatusSource
{
    Unknown = -1,
    RequestingLmx = 0,
    RespondingLmx = 1,
    RequestingNmx = 2,
    RespondingNmx = 3,
    RequestingAutomationObject = 4,
    RespondingAutomationObject = 5,
}
