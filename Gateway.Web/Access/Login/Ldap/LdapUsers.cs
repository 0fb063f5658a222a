using System.DirectoryServices.Protocols;

namespace Gateway.Web.Access.Login.Ldap;

/// <summary>Searches and reads the entries of users.</summary>
internal static class LdapUsers
{
    // Two entries are enough to see that a name is not unique.
    private const int MostWanted = 2;

    public static IReadOnlyList<SearchResultEntry> Find(LdapSession session, LdapOptions options, string user)
    {
        var filter = options.UserFilter.Replace(LdapOptions.UserPlaceholder, LdapFilter.Escape(user), StringComparison.Ordinal);
        return session.Search(options.UserBase!, SearchScope.Subtree, filter, MostWanted, Attributes(options));
    }

    public static IReadOnlyList<SearchResultEntry> Read(LdapSession session, LdapOptions options, string dn) =>
        session.Search(dn, SearchScope.Base, "(objectClass=*)", MostWanted, Attributes(options));

    public static string BindName(string template, string user) =>
        template.Replace(LdapOptions.UserPlaceholder, DistinguishedName.IsDn(template) ? DistinguishedName.Escape(user) : user, StringComparison.Ordinal);

    /// <summary>The value of the subject attribute: of several values the one that the user typed; null when there is none.</summary>
    public static string? SubjectOf(SearchResultEntry entry, LdapOptions options, string user)
    {
        var values = ValuesOf(entry, options.SubjectAttribute);
        return values.FirstOrDefault(value => string.Equals(value, user, StringComparison.OrdinalIgnoreCase))
            ?? values.Order(StringComparer.Ordinal).FirstOrDefault(value => value.Length > 0);
    }

    public static bool IsLocked(SearchResultEntry entry, LdapOptions options) =>
        options.LockAttribute.Length > 0 && ValuesOf(entry, options.LockAttribute).Any(value => value is not ("0" or "FALSE"));

    public static string[] ValuesOf(SearchResultEntry entry, string attribute) =>
        entry.Attributes[attribute]?.GetValues(typeof(string)).Cast<string>().ToArray() ?? [];

    private static string[] Attributes(LdapOptions options) =>
        [options.SubjectAttribute, LdapGroups.MemberOf, .. options.LockAttribute.Length > 0 ? new[] { options.LockAttribute } : []];
}
