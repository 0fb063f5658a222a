using Gateway.Web.Access.Tokens;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Gateway.Web.Hosting;

/// <summary>
/// Says on standard output where the page is. On a terminal a token is with it, in the address's fragment, which browsers send to
/// nobody. Output that is kept somewhere gets the way to a token instead.
/// </summary>
internal sealed class StartupBanner(IServer server, StartupTokenSource tokens) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StartedAsync(CancellationToken cancellationToken)
    {
        var address = server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault();
        if (address is null)
        {
            return;
        }

        var token = await tokens.MintAsync(isOnTerminal: !Console.IsOutputRedirected, cancellationToken);
        Console.WriteLine(token is null
            ? $"Gateway is ready: {address} (a token: Gateway.Web token --subject NAME --scopes admin --lifetime 12h)"
            : $"Gateway is ready: {address}/#token={token.Token}");
    }

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
