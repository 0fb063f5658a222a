using System.Globalization;
using System.Text.Json;
using Gateway.Serialization;
using Gateway.Values;

namespace Gateway.CommandLine.Output;

/// <summary>Values, qualities and times as texts for people. They are the texts of the JSON, so that both say the same.</summary>
internal static class ValueText
{
    private const int Good = 192;
    private const int Uncertain = 64;
    private const int ClassOfQuality = 0xC0;

    public static string Of(MxValue? value) => value is { } some && JsonSerializer.SerializeToElement(some, GatewayJson.Options) is { ValueKind: JsonValueKind.Object } json
        ? Of(json.TryGetProperty("value", out var plain) ? plain : null)
        : "";

    public static string Of(JsonElement? value) => value switch
    {
        null or { ValueKind: JsonValueKind.Null or JsonValueKind.Undefined } => "",
        { ValueKind: JsonValueKind.String } text => text.GetString()!,
        { } other => other.GetRawText(),
    };

    public static string OfQuality(int? quality) => quality switch
    {
        null => "",
        { } raw => string.Create(CultureInfo.InvariantCulture, $"{NameOf(raw & ClassOfQuality)} ({raw})"),
    };

    public static string OfTime(DateTime? time) => time?.ToString("yyyy-MM-dd HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture) ?? "";

    private static string NameOf(int quality) => quality switch
    {
        Good => "good",
        Uncertain => "uncertain",
        _ => "bad",
    };
}
