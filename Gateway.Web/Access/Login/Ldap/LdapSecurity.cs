namespace Gateway.Web.Access.Login.Ldap;

internal enum LdapSecurity
{
    /// <summary>TLS from the first byte on.</summary>
    Ldaps,

    /// <summary>TLS is started on the plain port before anything else is sent; when this fails, the log-in fails.</summary>
    StartTls,

    /// <summary>No encryption. It must be allowed explicitly.</summary>
    Plain,
}
