namespace Gateway.Web.Access.Login.Ldap;

/// <summary>What members of a group get.</summary>
internal sealed class LdapGroupGrant
{
    /// <summary>Distinguished name of the group, or its common name.</summary>
    public string Group { get; set; } = "";

    public IList<string> Scopes { get; } = [];

    public IList<string> SessionTags { get; } = [];
}
