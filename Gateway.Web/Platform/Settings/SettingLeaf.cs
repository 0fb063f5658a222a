using System.Reflection;
using System.Text.Json.Nodes;

namespace Gateway.Web.Platform.Settings;

/// <summary>One value of an options object, below the names of the objects that contain it.</summary>
/// <param name="Path">Its name below the section, such as <c>Backends:com:ProgId</c>.</param>
/// <param name="Value">A text, a number, a truth value, a list, an empty object, or null.</param>
internal sealed record SettingLeaf(string Path, JsonNode? Value)
{
    private const int LongestText = 500;

    /// <summary>The values of what <see cref="OptionsView"/> shows of an object of a type.</summary>
    public static IEnumerable<SettingLeaf> Of(Type type, JsonNode? view) => view is JsonObject { Count: > 0 } values
        ? values.SelectMany(pair => Below(type, pair.Key, pair.Value))
        : [];

    /// <summary>The value for people; null when it is not set.</summary>
    public static string? TextOf(JsonNode? value)
    {
        var text = value is JsonValue single && single.TryGetValue<string>(out var plain) ? plain : value?.ToJsonString();
        return text is { Length: > LongestText } ? string.Concat(text.AsSpan(0, LongestText - 1), "…") : text;
    }

    // The names of properties are those of the options; the keys of a dictionary are as they were configured.
    private static IEnumerable<SettingLeaf> Below(Type? type, string key, JsonNode? value)
    {
        var property = type?.GetProperty(key, BindingFlags.Public | BindingFlags.Instance | BindingFlags.IgnoreCase);
        var name = property?.Name ?? key;
        return value is JsonObject { Count: > 0 } values
            ? values.SelectMany(pair => Below(property?.PropertyType, pair.Key, pair.Value)).Select(leaf => leaf with { Path = $"{name}:{leaf.Path}" })
            : [new SettingLeaf(name, value)];
    }
}
