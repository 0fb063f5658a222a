using Gateway.Client;
using Gateway.Testing;
using Gateway.Web.Tests.Sessions.Cluster;

namespace Gateway.FunctionalTests.Hosting;

/// <summary>Sites of real processes: an owner each, and two edges that serve the sessions of all sites from real NATS servers.</summary>
internal sealed class SiteProcesses : IAsyncDisposable
{
    private readonly List<GatewayProcess> _ended = [];
    private readonly GatewayProcess[] _nodes;
    private readonly int _sites;

    private SiteProcesses(GatewayProcess[] owners, GatewayProcess[] edges) => (_nodes, _sites) = ([.. owners, .. edges], owners.Length);

    /// <summary>The owners, one of each site, and then the edges.</summary>
    public IReadOnlyList<GatewayProcess> Nodes => _nodes;

    public IReadOnlyList<GatewayProcess> Owners => _nodes[.._sites];

    public IReadOnlyList<GatewayProcess> Edges => _nodes[_sites..];

    public static Task<SiteProcesses> StartAsync(params (NatsServer Nats, string Site)[] sites) => StartAsync([], sites);

    /// <param name="ofOwners">Further settings of the owners.</param>
    /// <param name="sites">The sites.</param>
    public static async Task<SiteProcesses> StartAsync(string[] ofOwners, params (NatsServer Nats, string Site)[] sites)
    {
        string[] common =
        [
            $"Gateway:Cluster:User={NatsServer.User}", $"Gateway:Cluster:Password={NatsServer.Password}",
            "Gateway:Cluster:MaxBytes=200000000", "Gateway:Cluster:AckSeconds=2", "Gateway:Cluster:RetryMs=200", "Gateway:Cluster:LeaseSeconds=4",
        ];
        var owners = await Task.WhenAll(sites.Select(site => GatewayProcess.StartAsync(
            [.. common, .. SettingsOf(site, "Gateway:Cluster"), "Gateway:Cluster:Node=plant", "Gateway:Workers:EnableAdoption=true", "Gateway:Workers:MaxOrphanLifetimeSeconds=60", .. ofOwners])));
        // Each site accepts the tokens of the first one.
        var membership = sites is [var only]
            ? SettingsOf(only, "Gateway:Cluster")
            : sites.SelectMany((site, i) => SettingsOf(site, $"Gateway:Cluster:Sites:{i}").Concat(i > 0 ? [$"Gateway:Cluster:Sites:{i}:AcceptTokensOf:0={sites[0].Site}"] : []));
        var edges = await Task.WhenAll(new[] { "edge-1", "edge-2" }.Select(name => GatewayProcess.StartAsync(
            new GatewayStart { HasToken = false }, [.. common, .. membership, $"Gateway:Cluster:Node={name}", "Gateway:Cluster:Role=Edge"])));
        return new SiteProcesses(owners, edges);
    }

    /// <summary>A client of a site's caller that knows the site's owner and the edges, and begins with one of them.</summary>
    public GatewayClient Connect(int site, int first) => Connect(Owners[site].Token, [Owners[site], .. Edges], first);

    /// <summary>A client of the first site's caller that knows the edges, which have the sessions of all sites, and begins with one of them.</summary>
    public GatewayClient ConnectToEdges(int first) => Connect(Owners[0].Token, [.. Edges], first);

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
        await ProcessTable.FreezeAsync(_nodes[node].ProcessId);
        await Pace.Async(pause);
        await ProcessTable.ThawAsync(_nodes[node].ProcessId);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes.Reverse().Concat(_ended))
        {
            await node.DisposeAsync();
        }
    }

    private static IEnumerable<string> SettingsOf((NatsServer Nats, string Site) site, string section) => [$"{section}:Url={site.Nats.Url}", $"{section}:Site={site.Site}"];

    private static GatewayClient Connect(string token, GatewayProcess[] nodes, int first)
    {
        Uri[] addresses = [.. Enumerable.Range(first, nodes.Length).Select(index => nodes[index % nodes.Length].Url)];
        return GatewayClient.Create(new GatewayClientOptions { Urls = addresses, TokenProvider = _ => new ValueTask<string?>(token), BackoffBase = TimeSpan.FromMilliseconds(50) });
    }
}
