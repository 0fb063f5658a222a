namespace Gateway.Web.Access.Login.Ldap;

/// <summary>The rights that members of a group get.</summary>
internal sealed class LdapGroupGrant
{
    /// <summary>The distinguished name of the group, or its common name.</summary>
    public string Group { get; set; } = "";

    public IList<string> Scopes { get; } = [];

    public IList<string> SessionTags { get; } = [];
}
