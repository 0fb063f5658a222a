using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Gateway.Contracts;
using Gateway.Web.Access.Items;

namespace Gateway.Web.Streams.Events;

/// <summary>
/// A key that two filters share only if they let the same events pass. Deadbands are stateful and are not part of it.
/// </summary>
internal static class FilterKey
{
    public static string Of(StreamFilter? asked, ItemGlobSet? visible)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{EventFilter.FamiliesOf(asked)} {asked?.MinimumQuality ?? 0}");
        Append(text, 'i', asked?.Items?.Select(key => string.Create(CultureInfo.InvariantCulture, $"{key.ServerHandle}/{key.ItemHandle}")));
        Append(text, 'r', asked?.References);
        Append(text, 'v', visible?.Patterns);
        // The key is hashed so that it stays short however many globs there are. It is hashed from the characters, because an encoding
        // could map different characters to the same bytes.
        return Convert.ToHexString(SHA256.HashData(MemoryMarshal.AsBytes(text.ToString().AsSpan())));
    }

    // Each part is preceded by its length, so that two parts cannot be read as one.
    private static void Append(StringBuilder text, char name, IEnumerable<string>? parts)
    {
        if (parts is null)
        {
            return;
        }

        text.Append(name);
        foreach (var part in parts.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            text.Append(CultureInfo.InvariantCulture, $"{part.Length}:{part}");
        }
    }
}
