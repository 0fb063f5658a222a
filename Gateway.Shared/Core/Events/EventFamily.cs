using System.Text.Json.Serialization;
using Gateway.Values;

namespace Gateway.Events;

/// <summary>The MXAccess callbacks. The numbers are part of the event row encoding.</summary>
[JsonConverter(typeof(VendorEnumConverter))]
public enum EventFamily
{
    OnDataChange = 1,
    OnWriteComplete = 2,
    OperationComplete = 3,
    OnBufferedDataChange = 4,
}
