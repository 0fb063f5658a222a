using System.Text.Json.Serialization;
using Gateway.Values;

namespace Gateway.Contracts;

/// <summary>How the gateway learnt of a transition.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter))]
public enum AlarmCause
{
    /// <summary>By a callback.</summary>
    Live,

    /// <summary>By comparing: after a time in which it could not see, or by reading again. When it happened is known only roughly.</summary>
    Reconciled,
}
