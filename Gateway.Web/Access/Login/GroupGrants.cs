using Gateway.Web.Access.Login.Ldap;

namespace Gateway.Web.Access.Login;

/// <summary>The rights of all groups of an account together.</summary>
internal sealed record GroupGrants(IReadOnlyList<string> Scopes, IReadOnlyList<string> SessionTags)
{
    public static GroupGrants Of(IReadOnlyCollection<DirectoryGroup> groups, IEnumerable<LdapGroupGrant> grants)
    {
        var granted = grants.Where(grant => groups.Any(group => IsMeant(grant.Group, group))).ToArray();
        return new GroupGrants(
            [.. granted.SelectMany(grant => grant.Scopes).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
            [.. granted.SelectMany(grant => grant.SessionTags).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]);
    }

    // A text with '=' is a distinguished name and must match completely, because a group with the same name elsewhere in the tree is a
    // different group.
    private static bool IsMeant(string configured, DirectoryGroup group) => configured.Contains('=', StringComparison.Ordinal)
        ? DistinguishedName.AreSame(configured, group.Dn)
        : string.Equals(configured, group.Name, StringComparison.OrdinalIgnoreCase);
}
