namespace Gateway.Web.Access.Login.Ldap;

/// <summary>How the groups of a user, and the groups of these groups, are found.</summary>
internal enum LdapGroupMode
{
    /// <summary>The gateway searches groups by their members, one level at a time.</summary>
    Member,

    /// <summary>Entries name their groups in <c>memberOf</c>; the gateway follows them one level at a time.</summary>
    MemberOf,

    /// <summary>The matching rule "in chain" of Active Directory: the server follows all levels.</summary>
    InChain,
}
