namespace Gateway.Web.Access.Login.Ldap;

/// <summary>Settings of a connection that System.DirectoryServices.Protocols does not offer outside Windows; OpenLDAP's numbers.</summary>
internal enum LdapSetting
{
    /// <summary>Result of the latest operation; only read.</summary>
    ResultCode = 0x0031,

    /// <summary>Bound of a call that waits for its answer.</summary>
    CallTimeout = 0x5002,

    /// <summary>Bound of connecting.</summary>
    NetworkTimeout = 0x5005,

    Address = 0x5006,

    /// <summary>A structure with functions that are told of sockets.</summary>
    SocketCallbacks = 0x5011,

    AuthoritiesFile = 0x6002,

    CertificateDemand = 0x6006,

    /// <summary>Makes the TLS settings before it take effect.</summary>
    NewTlsContext = 0x600f,
}
