using System.DirectoryServices.Protocols;
using System.Net;

namespace Gateway.Web.Access.Login.Ldap;

/// <summary>
/// One connection to the directory. Its calls block until they are answered or the deadline is reached. It is used by one thread only.
/// </summary>
internal sealed class LdapSession : IDisposable
{
    private const int LdapPort = 389;
    private const int LdapsPort = 636;

    private readonly LdapConnection _connection;
    private readonly LdapSocket? _socket;
    private readonly CancellationTokenRegistration _registration;

    private LdapSession(LdapConnection connection, LdapSocket? socket, CancellationToken deadline)
    {
        _connection = connection;
        _socket = socket;
        _registration = deadline.Register(static state => ((LdapSocket?)state)?.End(), socket);
    }

    /// <exception cref="LdapException">The server cannot be reached, or its certificate is not valid.</exception>
    /// <exception cref="DirectoryException">The server refused TLS.</exception>
    public static LdapSession Open(LdapOptions options, CancellationToken deadline)
    {
        deadline.ThrowIfCancellationRequested();
        var port = options.Port != 0 ? options.Port : options.Security == LdapSecurity.Ldaps ? LdapsPort : LdapPort;
        var connection = new LdapConnection(new LdapDirectoryIdentifier(options.Host, port, fullyQualifiedDnsHostName: true, connectionless: false))
        {
            AuthType = AuthType.Basic,
            AutoBind = false,
            Timeout = TimeSpan.FromSeconds(options.TimeoutSeconds),
        };
        LdapSession? session = null;
        try
        {
            connection.SessionOptions.ProtocolVersion = 3;
            // Following a referral would send the password to a server that nobody configured.
            connection.SessionOptions.ReferralChasing = ReferralChasingOptions.None;
            session = new LdapSession(connection, Prepare(connection, options, port), deadline);
            if (options.Security == LdapSecurity.StartTls)
            {
                connection.SessionOptions.StartTransportLayerSecurity(null);
            }

            return session;
        }
        catch
        {
            if (session is null)
            {
                connection.Dispose();
            }

            session?.Dispose();
            throw;
        }
    }

    /// <exception cref="LdapException">The bind was refused, or the connection ended.</exception>
    public void Bind(string name, string password)
    {
        try
        {
            _connection.Bind(new NetworkCredential(name, password));
        }
        catch (DirectoryOperationException error) when (error.Response is null && !OperatingSystem.IsWindows())
        {
            // The package loses the result code of some refusals and keeps only a text; the native connection still has the code.
            throw new LdapException(OpenLdapConnection.LastResultOf(_connection), error.Message);
        }
    }

    /// <summary>
    /// Returns the entries found, up to the limit; there may be more when as many as the limit are returned. Returns none when the base
    /// does not exist.
    /// </summary>
    public IReadOnlyList<SearchResultEntry> Search(string root, SearchScope scope, string filter, int limit, params string[] attributes)
    {
        var request = new SearchRequest(root, filter, scope, attributes) { SizeLimit = limit };
        try
        {
            return [.. ((SearchResponse)_connection.SendRequest(request)).Entries.Cast<SearchResultEntry>()];
        }
        catch (DirectoryOperationException error) when (error.Response is SearchResponse { ResultCode: ResultCode.SizeLimitExceeded } partial)
        {
            return [.. partial.Entries.Cast<SearchResultEntry>()];
        }
        catch (DirectoryOperationException error) when (error.Response?.ResultCode == ResultCode.NoSuchObject)
        {
            return [];
        }
    }

    public void Dispose()
    {
        _registration.Dispose();
        _connection.Dispose();
        _socket?.Dispose();
    }

    private static LdapSocket? Prepare(LdapConnection connection, LdapOptions options, int port)
    {
        if (OperatingSystem.IsWindows())
        {
            WindowsConnection.Prepare(connection, options);
            return null;
        }

        // This setting also makes the package use the ldaps scheme in the server's address.
        connection.SessionOptions.SecureSocketLayer = options.Security == LdapSecurity.Ldaps;
        return OpenLdapConnection.Prepare(connection, options, port);
    }
}
