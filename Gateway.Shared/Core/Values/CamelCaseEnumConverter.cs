using System.Text.Json;
using System.Text.Json.Serialization;

namespace Gateway.Values;

/// <summary>Our own enums travel as camelCase names. On the type, so that no serializer options are needed anywhere.</summary>
public sealed class CamelCaseEnumConverter() : JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false);
