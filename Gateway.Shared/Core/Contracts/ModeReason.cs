using System.Text.Json.Serialization;
using Gateway.Values;

namespace Gateway.Contracts;

/// <summary>Why a stream's mode or filter changed.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter))]
public enum ModeReason
{
    /// <summary>By <see cref="HubContract.UpdateStream"/>; also when only the filter changed.</summary>
    Requested,

    /// <summary>The reader fell too far behind and asked to be conflated then.</summary>
    Slow,

    /// <summary>The reader has caught up: every event again.</summary>
    Recovered,
}
