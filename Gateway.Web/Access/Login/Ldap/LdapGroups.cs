using System.DirectoryServices.Protocols;

namespace Gateway.Web.Access.Login.Ldap;

/// <summary>
/// Collects the groups of an entry and the groups of these groups, breadth first, each once, within the limits of the options. Groups
/// only add rights, so leaving out groups beyond a limit can never give too many rights.
/// </summary>
internal sealed class LdapGroups(LdapSession session, LdapOptions options)
{
    public const string MemberOf = "memberOf";

    private const string CommonName = "cn";
    private const string InChainRule = "1.2.840.113556.1.4.1941";

    // Keeps the filter short enough for every server.
    private const int NamesPerSearch = 25;

    private readonly Dictionary<string, DirectoryGroup> _found = new(StringComparer.OrdinalIgnoreCase);

    public IReadOnlyCollection<DirectoryGroup> Of(SearchResultEntry user)
    {
        switch (options.GroupMode)
        {
            case LdapGroupMode.InChain:
                Search($"(member:{InChainRule}:={LdapFilter.Escape(user.DistinguishedName)})");
                break;
            case LdapGroupMode.MemberOf:
                FollowMemberOf(LdapUsers.ValuesOf(user, MemberOf));
                break;
            default:
                FollowMembers([user.DistinguishedName]);
                break;
        }

        return _found.Values;
    }

    private void FollowMembers(IReadOnlyList<string> members)
    {
        for (var depth = 0; depth < options.MaxGroupDepth && members.Count > 0 && !IsFull; depth++)
        {
            members = [.. members.Chunk(NamesPerSearch).SelectMany(names => Search(LdapFilter.AnyOf([.. names.Select(FilterFor)])))];
        }
    }

    private void FollowMemberOf(string[] groups)
    {
        for (var depth = 0; depth < options.MaxGroupDepth && groups.Length > 0 && !IsFull; depth++)
        {
            var fresh = groups.Where(dn => Add(new DirectoryGroup(dn, DistinguishedName.FirstValue(dn)))).ToArray();
            // At the last level only the names of the groups are needed.
            groups = depth + 1 == options.MaxGroupDepth ? [] : [.. fresh.SelectMany(GroupsOfGroup)];
        }
    }

    private IEnumerable<string> GroupsOfGroup(string dn) =>
        session.Search(dn, SearchScope.Base, "(objectClass=*)", 1, MemberOf).SelectMany(entry => LdapUsers.ValuesOf(entry, MemberOf));

    /// <summary>Adds the groups that the filter finds, and returns those that are new.</summary>
    private IReadOnlyList<string> Search(string filter)
    {
        var entries = session.Search(options.GroupBase ?? options.UserBase!, SearchScope.Subtree, filter, options.MaxGroups, CommonName);
        return [.. entries.Where(entry => Add(Describe(entry))).Select(entry => entry.DistinguishedName)];
    }

    private bool Add(DirectoryGroup group) => !IsFull && _found.TryAdd(group.Dn, group);

    private bool IsFull => _found.Count >= options.MaxGroups;

    private string FilterFor(string dn) => options.GroupFilter.Replace(LdapOptions.DnPlaceholder, LdapFilter.Escape(dn), StringComparison.Ordinal);

    private static DirectoryGroup Describe(SearchResultEntry entry) => new(
        entry.DistinguishedName, LdapUsers.ValuesOf(entry, CommonName).FirstOrDefault() ?? DistinguishedName.FirstValue(entry.DistinguishedName));
}
