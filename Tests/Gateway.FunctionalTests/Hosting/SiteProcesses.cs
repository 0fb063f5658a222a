using System.Diagnostics;
using System.Globalization;
using Gateway.Client;
using Gateway.Testing;
using Gateway.Web.Tests.Sessions.Cluster;

namespace Gateway.FunctionalTests.Hosting;

/// <summary>A site of real processes: an owner, and two edges that serve its sessions from a real NATS server.</summary>
internal sealed class SiteProcesses : IAsyncDisposable
{
    private readonly List<GatewayProcess> _ended = [];
    private readonly GatewayProcess[] _nodes;

    private SiteProcesses(params GatewayProcess[] nodes) => _nodes = nodes;

    public GatewayProcess Owner => _nodes[0];

    /// <summary>The owner, and then the edges.</summary>
    public IReadOnlyList<GatewayProcess> Nodes => _nodes;

    public static async Task<SiteProcesses> StartAsync(NatsServer nats, string site)
    {
        string[] common =
        [
            $"Gateway:Cluster:Url={nats.Url}", $"Gateway:Cluster:Site={site}", $"Gateway:Cluster:User={NatsServer.User}", $"Gateway:Cluster:Password={NatsServer.Password}",
            "Gateway:Cluster:MaxBytes=200000000", "Gateway:Cluster:AckSeconds=2", "Gateway:Cluster:RetryMs=200", "Gateway:Cluster:LeaseSeconds=4",
        ];
        var owner = await GatewayProcess.StartAsync([.. common, "Gateway:Cluster:Node=plant", "Gateway:Workers:EnableAdoption=true", "Gateway:Workers:MaxOrphanLifetimeSeconds=60"]);
        var edges = await Task.WhenAll(new[] { "edge-1", "edge-2" }.Select(name => GatewayProcess.StartAsync(
            new GatewayStart { HasToken = false }, [.. common, $"Gateway:Cluster:Node={name}", "Gateway:Cluster:Role=Edge"])));
        return new SiteProcesses([owner, .. edges]);
    }

    /// <summary>A client of the owner's caller that knows all nodes and begins with one of them.</summary>
    public GatewayClient Connect(int first)
    {
        Uri[] addresses = [.. _nodes.Skip(first).Concat(_nodes.Take(first)).Select(node => node.Url)];
        var token = Owner.Token;
        return GatewayClient.Create(new GatewayClientOptions { Urls = addresses, TokenProvider = _ => new ValueTask<string?>(token), BackoffBase = TimeSpan.FromMilliseconds(50) });
    }

    /// <summary>Kills a node and starts it again after a pause.</summary>
    public async Task KillAsync(int node, TimeSpan pause)
    {
        await _nodes[node].KillAsync();
        await Pace.Async(pause);
        _ended.Add(_nodes[node]);
        _nodes[node] = await _nodes[node].StartAgainAsync();
    }

    /// <summary>Stops the process of a node for a while, as a machine does that has no memory left.</summary>
    public async Task FreezeAsync(int node, TimeSpan pause)
    {
        await SignalAsync("-STOP", _nodes[node].ProcessId);
        await Pace.Async(pause);
        await SignalAsync("-CONT", _nodes[node].ProcessId);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes.Reverse().Concat(_ended))
        {
            await node.DisposeAsync();
        }
    }

    private static async Task SignalAsync(string signal, int processId)
    {
        using var kill = Process.Start("kill", [signal, processId.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync().WithTimeout("kill");
    }
}
