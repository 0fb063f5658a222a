using System.Text;

namespace Gateway.Web.Access.Login.Ldap;

/// <summary>Escapes values for search filters and combines filters, by RFC 4515.</summary>
internal static class LdapFilter
{
    /// <summary>
    /// Escapes a value so that a filter takes it literally. Every character except ASCII letters, digits and a few safe signs is
    /// written as bytes. The RFC requires less, but a list of safe characters cannot miss an unsafe one.
    /// </summary>
    public static string Escape(string value)
    {
        var text = new StringBuilder(value.Length + 8);
        foreach (var octet in System.Text.Encoding.UTF8.GetBytes(value))
        {
            if (char.IsAsciiLetterOrDigit((char)octet) || (char)octet is '-' or '_' or '.' or '@' or ' ' or ',' or '=')
            {
                text.Append((char)octet);
            }
            else
            {
                text.Append('\\').Append(octet.ToString("x2", System.Globalization.CultureInfo.InvariantCulture));
            }
        }

        return text.ToString();
    }

    /// <summary>A filter that matches when any of the given filters matches.</summary>
    public static string AnyOf(IReadOnlyCollection<string> filters) => filters.Count == 1 ? filters.First() : $"(|{string.Concat(filters)})";
}
