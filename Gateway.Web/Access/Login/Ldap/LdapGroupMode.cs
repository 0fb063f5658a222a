namespace Gateway.Web.Access.Login.Ldap;

/// <summary>How groups, and groups of groups, are found.</summary>
internal enum LdapGroupMode
{
    /// <summary>Groups are searched by their members, step by step.</summary>
    Member,

    /// <summary>Entries name their groups in <c>memberOf</c>; followed step by step.</summary>
    MemberOf,

    /// <summary>Active Directory's rule in chain: the server follows the steps.</summary>
    InChain,
}
