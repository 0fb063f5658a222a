using System.Text.Json.Serialization;
using Gateway.Values;

namespace Gateway.Contracts;

/// <summary>What happens to a lossless subscription whose reader is too slow.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter))]
public enum SlowPolicy
{
    /// <summary>It catches up from the history; when that holds no longer what comes next, the stream ends with <c>SlowConsumer</c>.</summary>
    End,

    /// <summary>As <see cref="End"/>, but instead of ending it degrades to conflation and comes back, each change announced.</summary>
    Conflate,

    /// <summary>The stream ends with <c>SlowConsumer</c> as soon as its channel is full. What waits there is not sent.</summary>
    EndAtOnce,
}
