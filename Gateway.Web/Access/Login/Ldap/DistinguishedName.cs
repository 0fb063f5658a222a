using System.Globalization;
using System.Text;

namespace Gateway.Web.Access.Login.Ldap;

/// <summary>Reads and writes distinguished names as texts, by RFC 4514.</summary>
internal static class DistinguishedName
{
    /// <summary>Escapes a value for use in a distinguished name.</summary>
    public static string Escape(string value)
    {
        var text = new StringBuilder(value.Length + 8);
        for (var i = 0; i < value.Length; i++)
        {
            var character = value[i];
            var atEdge = i == 0 || i == value.Length - 1;
            if (character < ' ' || character == '\x7f')
            {
                text.Append('\\').Append(((int)character).ToString("x2", CultureInfo.InvariantCulture));
            }
            else if (character is '"' or '+' or ',' or ';' or '<' or '>' or '\\' or '=' || (character == '#' && i == 0) || (character == ' ' && atEdge))
            {
                text.Append('\\').Append(character);
            }
            else
            {
                text.Append(character);
            }
        }

        return text.ToString();
    }

    /// <summary>Whether the text begins like a distinguished name: with an attribute and an equals sign.</summary>
    public static bool IsDn(string text) =>
        text.IndexOf('=', StringComparison.Ordinal) is > 0 and var end && text.AsSpan(0, end).IndexOfAnyExcept(AttributeCharacters) < 0;

    /// <summary>The value of the first part of the name; the whole text when that part has no value.</summary>
    public static string FirstValue(string dn)
    {
        var first = Parts(dn)[0];
        var start = first.IndexOf('=', StringComparison.Ordinal);
        return start < 0 ? first : Unescape(first[(start + 1)..]);
    }

    /// <summary>Whether two texts name the same entry. Case, spaces around separators and the way of escaping make no difference.</summary>
    public static bool AreSame(string left, string right)
    {
        var (lefts, rights) = (Parts(left), Parts(right));
        return lefts.Count == rights.Count && lefts.Zip(rights).All(pair => ArePartsSame(pair.First, pair.Second));
    }

    private static System.Buffers.SearchValues<char> AttributeCharacters { get; } =
        System.Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-.");

    private static bool ArePartsSame(string left, string right)
    {
        var (leftAt, rightAt) = (left.IndexOf('=', StringComparison.Ordinal), right.IndexOf('=', StringComparison.Ordinal));
        return leftAt > 0 && rightAt > 0
            && left.AsSpan(0, leftAt).Trim().Equals(right.AsSpan(0, rightAt).Trim(), StringComparison.OrdinalIgnoreCase)
            && string.Equals(Unescape(left[(leftAt + 1)..]), Unescape(right[(rightAt + 1)..]), StringComparison.OrdinalIgnoreCase);
    }

    private static List<string> Parts(string dn)
    {
        var parts = new List<string>();
        var start = 0;
        for (var i = 0; i < dn.Length; i++)
        {
            if (dn[i] == '\\')
            {
                i++;
            }
            else if (dn[i] == ',')
            {
                parts.Add(dn[start..i]);
                start = i + 1;
            }
        }

        parts.Add(dn[start..]);
        return parts;
    }

    private static string Unescape(string value)
    {
        var octets = new List<byte>(value.Length);
        var text = value.TrimStart();
        var kept = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\' || i + 1 == text.Length)
            {
                var length = i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1]) ? 2 : 1;
                octets.AddRange(System.Text.Encoding.UTF8.GetBytes(text, i, length));
                kept = text[i] == ' ' ? kept : octets.Count;
                i += length - 1;
                continue;
            }

            if (i + 2 < text.Length && byte.TryParse(text.AsSpan(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var octet))
            {
                octets.Add(octet);
                i += 2;
            }
            else
            {
                octets.AddRange(System.Text.Encoding.UTF8.GetBytes(text, ++i, 1));
            }

            kept = octets.Count;
        }

        // Trailing spaces belong to the value only when they are escaped.
        return System.Text.Encoding.UTF8.GetString(octets.GetRange(0, kept).ToArray());
    }
}
