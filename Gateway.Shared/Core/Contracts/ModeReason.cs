using System.Text.Json.Serialization;
using Gateway.Values;

namespace Gateway.Contracts;

/// <summary>Why a stream's mode or filter changed.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter))]
public enum ModeReason
{
    /// <summary>The client called <see cref="HubContract.UpdateStream"/>; also when only the filter changed.</summary>
    Requested,

    /// <summary>The reader fell too far behind, and its request says that it is conflated in this case.</summary>
    Slow,

    /// <summary>The reader has caught up, and the stream delivers every event again.</summary>
    Recovered,
}
