using System.Text.Json.Serialization;
using Gateway.Json;

namespace Gateway.Contracts;

/// <summary>What happens to a lossless subscription that history can no longer serve.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter))]
public enum SlowPolicy
{
    /// <summary>The stream ends with <c>SlowConsumer</c>.</summary>
    End,

    /// <summary>The stream degrades to conflation and comes back, each change announced.</summary>
    Conflate,
}
