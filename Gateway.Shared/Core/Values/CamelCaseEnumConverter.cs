using System.Text.Json;
using System.Text.Json.Serialization;

namespace Gateway.Values;

/// <summary>Writes the gateway's own enums as camelCase names. It is set on each type, so that no serializer options are needed.</summary>
public sealed class CamelCaseEnumConverter() : JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false);
