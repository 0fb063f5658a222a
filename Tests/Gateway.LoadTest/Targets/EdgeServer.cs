using System.Diagnostics;
using Gateway.Client;
using Gateway.Errors;
using Gateway.FunctionalTests.Hosting;
using Gateway.Testing;

namespace Gateway.LoadTest.Targets;

/// <summary>A gateway that serves the sessions of an owner from the log of their site.</summary>
internal sealed class EdgeServer : IAsyncDisposable
{
    private readonly GatewayProcess _gateway;

    private EdgeServer(GatewayProcess gateway)
    {
        _gateway = gateway;
        Process = Process.GetProcessById(gateway.ProcessId);
    }

    public Process Process { get; }

    public Uri Url => _gateway.Url;

    /// <summary>Time from the start of the process until it is ready.</summary>
    public TimeSpan StartTime { get; private init; }

    /// <summary>Time from the start of the process until it lists every session of the owner.</summary>
    public TimeSpan ListTime { get; private set; }

    /// <param name="owner">The owner, whose token lists the sessions.</param>
    /// <param name="setup">Settings and program.</param>
    public static async Task<EdgeServer> StartAsync(GatewayServer owner, GatewaySetup setup)
    {
        var began = TimeProvider.System.GetTimestamp();
        var gateway = await GatewayProcess.StartAsync(
            setup.Start with { HasToken = false },
            ["Gateway:Cluster:Role=Edge", "Gateway:Cluster:Node=edge", "Gateway:Distribution:MaxSubscriptionsPerSession=10000", "Logging:LogLevel:Default=Warning", .. setup.Settings]);
        var edge = new EdgeServer(gateway) { StartTime = TimeProvider.System.GetElapsedTime(began) };
        try
        {
            await using var client = GatewayClient.Create(new GatewayClientOptions { Url = edge.Url, TokenProvider = _ => new ValueTask<string?>(owner.Token) });
            await Eventually.Async(async () => await CountAsync(client) == owner.Sessions.Count, "the edge to list every session");
            edge.ListTime = TimeProvider.System.GetElapsedTime(began);
            return edge;
        }
        catch
        {
            await edge.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        Process.Dispose();
        await _gateway.DisposeAsync();
    }

    // The keys of the owner's tokens come shortly after the start.
    private static async Task<int> CountAsync(GatewayClient client)
    {
        try
        {
            return (await client.ListSessionsAsync()).Count;
        }
        catch (GatewayException)
        {
            return -1;
        }
    }
}
