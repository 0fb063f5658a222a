using System.Collections;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Gateway.Web.Platform.Settings;

/// <summary>
/// Shows an options object as JSON without its secrets. Secrets are properties marked with <see cref="SecretAttribute"/>, texts and
/// bytes whose name sounds like a secret, and credentials inside addresses. A secret that is not set is shown as not set.
/// </summary>
internal static class OptionsView
{
    public const string Redacted = "***";

    private const int MaxDepth = 8;

    private static readonly string[] SecretWords =
        ["password", "passphrase", "secret", "token", "nonce", "credential", "connectionstring", "apikey", "privatekey"];

    public static JsonNode? Of(object? value) => Node(value, secret: false, MaxDepth);

    private static JsonNode? Node(object? value, bool secret, int depth) => value switch
    {
        null => null,
        string text => secret && text.Length > 0 ? Redacted : WithoutUserInfo(text),
        byte[] => Redacted,
        bool flag => flag,
        Enum or TimeSpan or Uri or DateTimeOffset or DateTime or Guid or Type => WithoutUserInfo(Text(value)),
        IConvertible number => JsonValue.Create(Convert.ToDouble(number, System.Globalization.CultureInfo.InvariantCulture)),
        _ when depth == 0 => "…",
        IDictionary map => Map(map, secret, depth - 1),
        IEnumerable list => new JsonArray([.. list.Cast<object?>().Select(item => Node(item, secret, depth - 1))]),
        Delegate => null,
        _ => Properties(value, depth - 1),
    };

    private static JsonObject Map(IDictionary map, bool secret, int depth)
    {
        var json = new JsonObject();
        foreach (DictionaryEntry entry in map)
        {
            var key = Text(entry.Key);
            json[key] = Node(entry.Value, secret || SoundsSecret(key), depth);
        }

        return json;
    }

    private static JsonObject Properties(object value, int depth)
    {
        var json = new JsonObject();
        foreach (var property in value.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            if (property.GetMethod is not { IsPublic: true } || property.GetIndexParameters().Length > 0)
            {
                continue;
            }

            json[JsonNamingPolicy.CamelCase.ConvertName(property.Name)] = PropertyNode(property, value, depth);
        }

        return json;
    }

    private static JsonNode? PropertyNode(PropertyInfo property, object owner, int depth)
    {
        var value = property.GetValue(owner);
        if (property.IsDefined(typeof(SecretAttribute)))
        {
            return value is null ? null : Redacted;
        }

        return Node(value, SoundsSecret(property.Name), depth);
    }

    private static bool SoundsSecret(string name) =>
        SecretWords.Any(word => name.Contains(word, StringComparison.OrdinalIgnoreCase));

    private static string WithoutUserInfo(string text)
    {
        if (!text.Contains('@', StringComparison.Ordinal) || !Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.UserInfo.Length == 0)
        {
            return text;
        }

        return text.Replace($"{uri.UserInfo}@", $"{Redacted}@", StringComparison.Ordinal);
    }

    private static string Text(object value) =>
        Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture) ?? "";
}
