using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;

namespace Gateway.Values;

/// <summary>Pre-encoded names of a vendor enum for the event path.</summary>
internal static class EnumNames<T>
    where T : struct, Enum
{
    private static readonly FrozenDictionary<T, JsonEncodedText> Names =
        Enum.GetValues<T>().Distinct().ToFrozenDictionary(value => value, value => JsonEncodedText.Encode(value.ToString()));

    /// <summary>Writes the name, or the number when the value has none.</summary>
    public static void Write(Utf8JsonWriter writer, JsonEncodedText property, T value)
    {
        if (Names.TryGetValue(value, out var name))
        {
            writer.WriteString(property, name);
        }
        else
        {
            writer.WriteNumber(property, Convert.ToInt64(value, CultureInfo.InvariantCulture));
        }
    }
}
