using System.Text.Json.Serialization;
using Gateway.Values;

namespace Gateway.Contracts;

/// <summary>Why a session no longer takes part.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter))]
public enum LeftReason
{
    Closed,

    /// <summary>Its worker is lost; every value of the session is stale.</summary>
    Faulted,

    /// <summary>The request no longer chooses it: its session tag changed.</summary>
    NotSelected,

    /// <summary>The caller can no longer access it.</summary>
    Access,
}
