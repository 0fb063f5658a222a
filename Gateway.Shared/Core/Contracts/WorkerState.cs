using System.Text.Json.Serialization;
using Gateway.Values;

namespace Gateway.Contracts;

/// <summary>How a session's worker stands to the gateway.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter))]
public enum WorkerState
{
    /// <summary>It is being started, or taken over after a restart of the gateway.</summary>
    Starting,
    Ready,

    /// <summary>Its connection was lost and it is expected to call again; commands are refused until it does.</summary>
    NotAnswering,

    /// <summary>It is gone for good.</summary>
    Exited,
}
