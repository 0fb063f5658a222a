using System.Text.Json;
using System.Text.Json.Nodes;

namespace Gateway.CommandLine.Items;

/// <summary>Values as users write them: JSON, and what is no JSON is a text.</summary>
internal static class ValueParser
{
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 8 };

    /// <param name="text">The value, such as <c>55.5</c>, <c>true</c>, <c>[1,2]</c> or <c>hello</c>.</param>
    /// <param name="dataType">The data type, such as <c>Double</c>; null leaves it to the gateway.</param>
    public static JsonNode? Parse(string text, string? dataType)
    {
        var plain = dataType == "String" ? JsonValue.Create(text) : OfJson(text);
        return dataType is null ? plain : new JsonObject { ["dataType"] = dataType, ["value"] = plain };
    }

    private static JsonNode? OfJson(string text)
    {
        try
        {
            return JsonNode.Parse(text, documentOptions: Strict);
        }
        catch (JsonException)
        {
            return JsonValue.Create(text);
        }
    }
}
