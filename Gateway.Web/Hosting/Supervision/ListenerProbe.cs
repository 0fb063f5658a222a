using System.Net.Sockets;
using Gateway.Web.Front.Api;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Gateway.Web.Hosting.Supervision;

/// <summary>
/// Sends a request to this gateway over its own socket, as a client would, so that an answer proves that listener, thread pool and
/// pipeline work.
/// </summary>
internal sealed class ListenerProbe : IDisposable
{
    private readonly IServer _server;
    private readonly HttpMessageInvoker _http = OwnListener.CreateClient();

    public ListenerProbe(IServer server) => _server = server;

    /// <summary>
    /// Whether the gateway answers in time. Any answer is enough, also an error status or a refused TLS handshake, because the probe
    /// only checks that the gateway answers at all. Silence and a closed port are no answer.
    /// </summary>
    public async Task<bool> AnswersAsync(CancellationToken timeLimit)
    {
        if (Target() is not { } target)
        {
            return true;
        }

        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, target);
            using var response = await _http.SendAsync(request, timeLimit);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
        catch (HttpRequestException error)
        {
            return error.InnerException is not SocketException { SocketErrorCode: SocketError.ConnectionRefused };
        }
    }

    public void Dispose() => _http.Dispose();

    /// <returns>Null when the gateway listens on no TCP port. Then there is nothing to ask, and the running watchdog itself is the sign
    /// of life.</returns>
    private Uri? Target()
    {
        var addresses = _server.Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
        var address = addresses.Select(BindingAddress.Parse).FirstOrDefault(address => !address.IsUnixPipe && !address.IsNamedPipe);
        return address is null ? null : OwnListener.UriOf(address, HealthEndpoints.LivePath);
    }
}
