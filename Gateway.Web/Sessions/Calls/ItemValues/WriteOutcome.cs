using System.Text.Json.Serialization;
using Gateway.Values;

namespace Gateway.Web.Sessions.Calls.ItemValues;

/// <summary>What became of a write.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter))]
internal enum WriteOutcome
{
    /// <summary>The platform has confirmed it.</summary>
    Written,

    /// <summary>The platform or the gateway has refused it: the item is as it was.</summary>
    Refused,

    /// <summary>It was sent, and its outcome is not known: read the item.</summary>
    Unknown,
}
