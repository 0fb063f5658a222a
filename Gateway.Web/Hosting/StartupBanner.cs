using Gateway.Web.Tokens;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Gateway.Web.Hosting;

/// <summary>
/// Says on the console where the page is. The token stands in the address's fragment, which browsers send to nobody, and
/// goes to the console only, never to a log.
/// </summary>
internal sealed class StartupBanner(IServer server, StartupTokenSource tokens) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StartedAsync(CancellationToken cancellationToken)
    {
        var address = server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault();
        if (address is not null && await tokens.MintAsync(cancellationToken) is { } token)
        {
            Console.WriteLine($"Gateway is ready: {address}/#token={token.Token}");
        }
    }

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
