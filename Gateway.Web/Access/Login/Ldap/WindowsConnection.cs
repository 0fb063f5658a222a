using System.DirectoryServices.Protocols;
using System.Security.Cryptography.X509Certificates;

namespace Gateway.Web.Access.Login.Ldap;

/// <summary>
/// Settings for connections on Windows. By default Windows' library validates certificates against the authorities that the system
/// trusts.
/// </summary>
internal static class WindowsConnection
{
    public static void Prepare(LdapConnection connection, LdapOptions options)
    {
        connection.SessionOptions.SecureSocketLayer = options.Security == LdapSecurity.Ldaps;
        if (options is { CaFile: { Length: > 0 } file, Host: { } host })
        {
            connection.SessionOptions.VerifyServerCertificate = (_, certificate) => IsTrusted(certificate, file, host);
        }
    }

    /// <summary>
    /// Replaces the system's validation completely, so it checks the chain, the validity period, the purpose and the host name.
    /// </summary>
    internal static bool IsTrusted(X509Certificate certificate, string authoritiesFile, string host)
    {
        using var server = new X509Certificate2(certificate);
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.ImportFromPemFile(authoritiesFile);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.ApplicationPolicy.Add(new System.Security.Cryptography.Oid("1.3.6.1.5.5.7.3.1"));
        return chain.Build(server) && server.MatchesHostname(host);
    }
}
