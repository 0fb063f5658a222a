namespace Gateway.Web.Access.Login.Ldap;

/// <summary>
/// Settings of a connection that System.DirectoryServices.Protocols does not offer outside Windows. The values are those of OpenLDAP.
/// </summary>
internal enum LdapSetting
{
    /// <summary>The result code of the latest operation; read only.</summary>
    ResultCode = 0x0031,

    /// <summary>Time limit of a call that waits for its answer.</summary>
    CallTimeout = 0x5002,

    /// <summary>Time limit of connecting.</summary>
    NetworkTimeout = 0x5005,

    Address = 0x5006,

    /// <summary>A structure with functions that the library calls when it opens or closes a socket.</summary>
    SocketCallbacks = 0x5011,

    AuthoritiesFile = 0x6002,

    CertificateDemand = 0x6006,

    /// <summary>Makes the TLS settings that were set before take effect.</summary>
    NewTlsContext = 0x600f,
}
