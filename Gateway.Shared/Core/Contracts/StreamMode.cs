using System.Text.Json.Serialization;
using Gateway.Values;

namespace Gateway.Contracts;

[JsonConverter(typeof(CamelCaseEnumConverter))]
public enum StreamMode
{
    /// <summary>Every event, in order; the stream ends when history can no longer serve it.</summary>
    Lossless,

    /// <summary>Latest OnDataChange per item wins; other families are never merged; never ends for slowness.</summary>
    Conflate,
}
