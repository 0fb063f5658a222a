using System.DirectoryServices.Protocols;
using System.Reflection;
using System.Runtime.InteropServices;

namespace Gateway.Web.Access.Login.Ldap;

/// <summary>
/// Settings for connections outside Windows. They are made on the native connection, because the package does not offer them. Settings
/// of a connection override the machine's <c>ldap.conf</c>, which could otherwise switch off the validation of certificates. They also
/// give StartTLS the server's address, which the package would set only with a first unencrypted request.
/// </summary>
internal static class OpenLdapConnection
{
    private const int DemandCertificate = 2;
    private const int ClientSide = 0;

    private static readonly string[] SystemAuthorities =
    [
        "/etc/ssl/certs/ca-certificates.crt",
        "/etc/pki/tls/certs/ca-bundle.crt",
        "/etc/ssl/ca-bundle.pem",
        "/etc/ssl/cert.pem",
    ];

    /// <returns>The connection's socket. It must be disposed after the connection.</returns>
    /// <exception cref="InvalidOperationException">The library refused a setting, so the connection must not be used.</exception>
    public static LdapSocket Prepare(LdapConnection connection, LdapOptions options, int port)
    {
        var handle = HandleOf(connection);
        var scheme = options.Security == LdapSecurity.Ldaps ? "ldaps" : "ldap";
        LdapLibrary.SetText(handle, LdapSetting.Address, $"{scheme}://{options.Host}:{port}");
        LdapLibrary.SetTime(handle, LdapSetting.NetworkTimeout, TimeSpan.FromSeconds(options.TimeoutSeconds));
        LdapLibrary.SetTime(handle, LdapSetting.CallTimeout, TimeSpan.FromSeconds(options.TimeoutSeconds));
        if (options.Security != LdapSecurity.Plain)
        {
            LdapLibrary.SetNumber(handle, LdapSetting.CertificateDemand, DemandCertificate);
            LdapLibrary.SetText(handle, LdapSetting.AuthoritiesFile, AuthoritiesFile(options));
            LdapLibrary.SetNumber(handle, LdapSetting.NewTlsContext, ClientSide);
        }

        var socket = new LdapSocket();
        socket.Attach(handle);
        return socket;
    }

    /// <summary>The result code of the connection's latest operation.</summary>
    public static int LastResultOf(LdapConnection connection) => LdapLibrary.NumberOf(HandleOf(connection), LdapSetting.ResultCode);

    private static string AuthoritiesFile(LdapOptions options) =>
        options.CaFile is { Length: > 0 } file ? file
        : Environment.GetEnvironmentVariable("SSL_CERT_FILE") is { Length: > 0 } named ? named
        : SystemAuthorities.FirstOrDefault(File.Exists)
            ?? throw new InvalidOperationException($"No file with the system's certificate authorities was found; set {nameof(LdapOptions.CaFile)}.");

    private static nint HandleOf(LdapConnection connection) =>
        typeof(LdapConnection).GetField("_ldapHandle", BindingFlags.Instance | BindingFlags.NonPublic)?.GetValue(connection) is SafeHandle handle
            ? handle.DangerousGetHandle()
            : throw new InvalidOperationException("This version of System.DirectoryServices.Protocols has no field _ldapHandle, which log-in needs; use the version that the gateway was built with.");
}
