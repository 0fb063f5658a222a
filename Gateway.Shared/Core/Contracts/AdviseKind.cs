using System.Text.Json.Serialization;
using Gateway.Values;

namespace Gateway.Contracts;

/// <summary>How an item is advised.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter))]
public enum AdviseKind
{
    None,
    Plain,
    Supervisory,
}
