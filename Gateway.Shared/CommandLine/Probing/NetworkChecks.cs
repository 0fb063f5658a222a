using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Gateway.CommandLine.Running;

namespace Gateway.CommandLine.Probing;

/// <summary>Whether the machine of a gateway can be reached: its name, its port, its certificate.</summary>
/// <param name="url">The gateway.</param>
internal sealed class NetworkChecks(Uri url)
{
    // A proxy is what this machine speaks with, and it looks up the gateway's name itself.
    private readonly Uri _peer = HttpClient.DefaultProxy.IsBypassed(url) ? url : HttpClient.DefaultProxy.GetProxy(url) ?? url;

    public async Task<string> NameAsync(CancellationToken cancellationToken)
    {
        try
        {
            var addresses = await Dns.GetHostAddressesAsync(_peer.IdnHost, cancellationToken);
            return $"{_peer.IdnHost} is {string.Join(", ", addresses.Take(4).Select(address => $"{address}"))}{(_peer == url ? "" : $" (the proxy for {url})")}";
        }
        catch (SocketException error)
        {
            throw new ToolFailure(
                ExitCodes.Unreachable, $"The name {_peer.IdnHost} is not known: {error.Message}.", "Correct the address, or the name service (DNS, hosts file) of this machine.", error);
        }
    }

    public async Task<string> ConnectionAsync(CancellationToken cancellationToken)
    {
        using var client = await ConnectedAsync(cancellationToken);
        return $"connected to {client.Client.RemoteEndPoint}";
    }

    public async Task<string> EncryptionAsync(CancellationToken cancellationToken)
    {
        if (url.Scheme != Uri.UriSchemeHttps)
        {
            throw new ProbeSkip(url.IsLoopback ? "http: not encrypted" : "http: not encrypted; whoever sees the network can read the token");
        }

        if (_peer != url)
        {
            throw new ProbeSkip("behind a proxy; the next check covers it");
        }

        using var client = await ConnectedAsync(cancellationToken);
        var faults = SslPolicyErrors.None;
        X509Certificate2? shown = null;
        await using var encrypted = new SslStream(client.GetStream(), leaveInnerStreamOpen: false, (_, certificate, _, errors) =>
        {
            (faults, shown) = (errors, certificate is null ? null : new X509Certificate2(certificate));
            return errors == SslPolicyErrors.None;
        });
        try
        {
            await encrypted.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = url.IdnHost }, cancellationToken);
            return $"{encrypted.SslProtocol}, {TextOf(shown)}";
        }
        catch (Exception error) when (error is AuthenticationException or IOException)
        {
            throw new ToolFailure(ExitCodes.Unreachable, $"{ReasonOf(faults, error)} {TextOf(shown)}", RemedyOf(faults), error);
        }
        finally
        {
            shown?.Dispose();
        }
    }

    private async Task<TcpClient> ConnectedAsync(CancellationToken cancellationToken)
    {
        var client = new TcpClient();
        try
        {
            await client.ConnectAsync(_peer.IdnHost, _peer.Port, cancellationToken);
            return client;
        }
        catch (SocketException error)
        {
            client.Dispose();
            throw new ToolFailure(
                ExitCodes.Unreachable,
                $"Nothing answers at {_peer.IdnHost}:{_peer.Port}: {error.Message}.",
                error.SocketErrorCode == SocketError.ConnectionRefused
                    ? "Start the gateway there, or correct the port; 'Gateway is ready' in its output names its address."
                    : "Look for a firewall between, and whether the gateway listens on more than loopback (--urls).",
                error);
        }
    }

    private static string ReasonOf(SslPolicyErrors faults, Exception error) => faults switch
    {
        SslPolicyErrors.None => $"The port does not speak TLS as it should: {error.Message}",
        _ when faults.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch) => "The certificate is for another name.",
        _ => "The certificate is not trusted by this machine.",
    };

    private static string RemedyOf(SslPolicyErrors faults) => faults switch
    {
        SslPolicyErrors.None => "Is it the port for https? Try http, or correct the port.",
        _ when faults.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch) => "Use the name that the certificate has, or give the gateway one for this name.",
        _ => "Install the certificate of its authority in the trust store of this machine, or renew the gateway's certificate.",
    };

    private static string TextOf(X509Certificate2? certificate) => certificate is null
        ? "No certificate was shown."
        : string.Create(CultureInfo.InvariantCulture, $"certificate of {certificate.Subject} until {certificate.NotAfter.ToUniversalTime():yyyy-MM-dd}");
}
