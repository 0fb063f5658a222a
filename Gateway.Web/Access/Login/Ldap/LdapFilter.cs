using System.Text;

namespace Gateway.Web.Access.Login.Ldap;

/// <summary>Values in search filters, by RFC 4515.</summary>
internal static class LdapFilter
{
    /// <summary>
    /// The value as a filter means it literally. Everything but letters and digits of ASCII and a few harmless signs is written
    /// as bytes: the rule asks for less, but a list of what is safe cannot miss what is not.
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

    /// <summary>The filter that holds when any of the given ones does.</summary>
    public static string AnyOf(IReadOnlyCollection<string> filters) => filters.Count == 1 ? filters.First() : $"(|{string.Concat(filters)})";
}
