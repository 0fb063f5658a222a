using System.Text.Json.Serialization;
using Gateway.Values;

namespace Gateway.Contracts;

/// <summary>What of the plant's order is listed: areas have objects, and objects have items.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter))]
public enum ItemLevel
{
    Item = 0,
    Object = 1,
    Area = 2,
}
