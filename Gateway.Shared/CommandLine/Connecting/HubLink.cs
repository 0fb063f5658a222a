using Gateway.Client;
using Gateway.CommandLine.Output;
using Gateway.CommandLine.Running;

namespace Gateway.CommandLine.Connecting;

/// <summary>Connects a client of the hub for one command.</summary>
internal static class HubLink
{
    /// <summary>
    /// A connected client. The token is checked over HTTP first: that fails at once and says why, where the client would try again.
    /// </summary>
    /// <exception cref="Errors.GatewayException">The token is refused.</exception>
    /// <exception cref="ToolFailure">The gateway cannot be reached.</exception>
    public static async Task<GatewayClient> ConnectAsync(Invocation invocation, GatewayAccess access, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(invocation.Timeout, invocation.Host.Time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        GatewayClient? client = null;
        try
        {
            using (var api = new HttpApi(access.Url, access.Token))
            {
                await api.GetAsync<CallerFacts>(CallerFacts.Path, both.Token);
            }

            client = ClientOf(access);
            await client.ConnectAsync(both.Token);
            client.StateChanged += (_, change) => Tell(invocation.Results, change);
            return client;
        }
        catch (Exception error)
        {
            await (client?.DisposeAsync() ?? ValueTask.CompletedTask);
            throw error is OperationCanceledException && limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested ? TooSlow(access, invocation.Timeout) : error;
        }
    }

    /// <summary>A client that is not connected yet.</summary>
    public static GatewayClient ClientOf(GatewayAccess access) => GatewayClient.Create(new GatewayClientOptions
    {
        Url = HubOf(access.Url),
        TokenProvider = _ => new ValueTask<string?>(access.Token),
    });

    /// <summary>The hub of a gateway, also of one that is behind a prefix.</summary>
    public static Uri HubOf(Uri url) => new(url, Contracts.HubContract.Path.TrimStart('/'));

    // Whoever looks at a tail that stands still sees why.
    private static void Tell(Results results, ConnectionStateChangedEventArgs change)
    {
        switch (change)
        {
            case { Current: GatewayConnectionState.Reconnecting }:
                results.Note($"mxgateway: the connection was lost{(change.Error is { } error ? $" ({error.Message.TrimEnd('.')})" : "")}; trying again.");
                break;
            case { Previous: GatewayConnectionState.Reconnecting, Current: GatewayConnectionState.Connected }:
                results.Note("mxgateway: connected again.");
                break;
        }
    }

    private static ToolFailure TooSlow(GatewayAccess access, TimeSpan timeout) =>
        new(ExitCodes.Unreachable, $"{access.Url} did not let a client in within {timeout.TotalSeconds} s.", "Find out why: mxgateway probe");
}
