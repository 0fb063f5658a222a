namespace Gateway.Web.Access.Login.Ldap;

internal enum LdapSecurity
{
    /// <summary>TLS from the first byte.</summary>
    Ldaps,

    /// <summary>TLS before anything else is said on the plain port; without it the log-in fails.</summary>
    StartTls,

    /// <summary>No encryption. Must be allowed explicitly.</summary>
    Plain,
}
