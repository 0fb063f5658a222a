using System.Text.Json.Serialization;
using Gateway.Values;

namespace Gateway.Contracts;

/// <summary>What happens to a lossless subscription whose reader is too slow.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter))]
public enum SlowPolicy
{
    /// <summary>It catches up from the history; when the history no longer holds the next event, the stream ends with <c>SlowConsumer</c>.</summary>
    End,

    /// <summary>As <see cref="End"/>, but instead of ending, the stream is conflated until the reader has caught up. A <c>mode</c> item announces each change.</summary>
    Conflate,

    /// <summary>The stream ends with <c>SlowConsumer</c> as soon as its channel is full. Events that wait in the channel are not sent.</summary>
    EndAtOnce,
}
