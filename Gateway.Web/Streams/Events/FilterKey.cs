using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Gateway.Contracts;
using Gateway.Web.Access.Items;

namespace Gateway.Web.Streams.Events;

/// <summary>A text that two filters have in common when they let the same through whatever came before: deadbands have no part in it.</summary>
internal static class FilterKey
{
    public static string Of(StreamFilter? asked, ItemGlobSet? visible)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{EventFilter.FamiliesOf(asked)} {asked?.MinimumQuality ?? 0}");
        Append(text, 'i', asked?.Items?.Select(key => string.Create(CultureInfo.InvariantCulture, $"{key.ServerHandle}/{key.ItemHandle}")));
        Append(text, 'r', asked?.References);
        Append(text, 'v', visible?.Patterns);
        // Thousands of globs are none the longer. Of the characters, not of an encoding that takes different ones for the same.
        return Convert.ToHexString(SHA256.HashData(MemoryMarshal.AsBytes(text.ToString().AsSpan())));
    }

    // Each with its length, so that no part reads as two.
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
