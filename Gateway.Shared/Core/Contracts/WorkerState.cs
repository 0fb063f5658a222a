using System.Text.Json.Serialization;
using Gateway.Values;

namespace Gateway.Contracts;

/// <summary>The state of a session's worker as the gateway sees it.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter))]
public enum WorkerState
{
    /// <summary>It is being started, or taken over after a restart of the gateway.</summary>
    Starting,
    Ready,

    /// <summary>Its connection was lost, and the gateway expects the worker to connect again; commands are refused until then.</summary>
    NotAnswering,

    /// <summary>The worker has exited.</summary>
    Exited,
}
