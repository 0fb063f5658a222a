using System.Text.Json.Serialization;
using Gateway.Values;

namespace Gateway.Contracts;

/// <summary>Life of a session: creating, starting, ready, detached, closing, closed; or faulted.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter))]
public enum SessionState
{
    Creating,
    Starting,
    Ready,
    Detached,
    Closing,
    Closed,
    Faulted,
}
