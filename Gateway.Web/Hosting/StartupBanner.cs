using Gateway.Web.Access.Callers;
using Gateway.Web.Access.Tokens;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Gateway.Web.Hosting;

/// <summary>
/// Writes the address of the page to standard output. On a terminal the address contains a token in its fragment, which browsers do not
/// send to any server. Output that may be stored somewhere contains instead the command that creates a token.
/// </summary>
internal sealed class StartupBanner(IServer server, StartupTokenSource tokens, IOwnerDuties duties) : IHostedLifecycleService
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
        Console.WriteLine(!duties.AreHere ? $"Gateway is ready: {address} (tokens are issued by {duties.Where})"
            : token is null ? $"Gateway is ready: {address} (to get a token, run: Gateway.Web token --subject NAME --scopes admin --lifetime 12h)"
            : $"Gateway is ready: {address}/#token={token.Token}");
    }

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
