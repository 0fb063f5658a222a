using Gateway.Contracts;
using Gateway.Testing;
using Gateway.Web.Access.Tokens;
using Gateway.Web.Sessions.Cluster.JetStream;
using Gateway.Web.Sessions.Cluster.Trust;
using Gateway.Web.Sessions.Lifetime;
using Gateway.Web.Tests.Fixtures;
using Microsoft.AspNetCore.SignalR.Client;
using NATS.Client.JetStream;
using NATS.Client.KeyValueStore;

namespace Gateway.Web.Tests.Sessions.Cluster;

/// <summary>Two sites on a NATS server each, with an owner and a session each, and one edge of both.</summary>
internal sealed class TwoSitesRig : IAsyncDisposable
{
    private readonly List<HubConnection> _clients = [];

    private TwoSitesRig(ClusterRig a, ClusterRig b, GatewayHost edge) => (A, B, Edge) = (a, b, edge);

    public ClusterRig A { get; }

    public ClusterRig B { get; }

    /// <summary>The edge, to which site A comes first.</summary>
    public GatewayHost Edge { get; }

    public string SessionOfA => A.Session.SessionId;

    public string SessionOfB => B.Session.SessionId;

    /// <param name="nats">The servers of the sites.</param>
    /// <param name="settings">
    /// Further settings of the edge. <c>Gateway:Cluster:Sites:0</c> is site A and <c>1</c> site B; <c>{A}</c> in a value is the name of site A.
    /// </param>
    public static async Task<TwoSitesRig> StartAsync(TwoNatsServers nats, params (string Key, string Value)[] settings)
    {
        var (a, b) = (await ClusterRig.StartAsync(nats.First), await ClusterRig.StartAsync(nats.Second));
        var common = ClusterRig.Settings(nats.First, "").Where(setting => setting.Key is not ("Gateway:Cluster:Node" or "Gateway:Cluster:Url" or "Gateway:Cluster:Site"))
            .ExceptBy(settings.Select(setting => setting.Key), setting => setting.Key);
        var edge = await GatewayHost.StartAsync(
        [
            .. common, ("Gateway:Cluster:Role", "Edge"), ("Gateway:Cluster:Node", "edge"),
            ("Gateway:Cluster:Sites:0:Site", a.Site), ("Gateway:Cluster:Sites:0:Url", nats.First.Url),
            ("Gateway:Cluster:Sites:1:Site", b.Site), ("Gateway:Cluster:Sites:1:Url", nats.Second.Url),
            .. settings.Select(setting => (setting.Key, setting.Value.Replace("{A}", a.Site, StringComparison.Ordinal))),
        ]);
        var rig = new TwoSitesRig(a, b, edge);
        await Eventually.Async(() => rig.TrustIn(a).Keys.AreKnown && rig.TrustIn(b).Keys.AreKnown, "the keys of both sites");
        await rig.UntilListedAsync(rig.SessionOfA);
        await rig.UntilListedAsync(rig.SessionOfB);
        return rig;
    }

    /// <summary>Starts the sites so that site B accepts the tokens of site A.</summary>
    public static Task<TwoSitesRig> AcceptingAsync(TwoNatsServers nats) => StartAsync(nats, ("Gateway:Cluster:Sites:1:AcceptTokensOf:0", "{A}"));

    public Task UntilListedAsync(string sessionId) => Eventually.Async(() => SessionOf(sessionId) is not null, "the session at the edge");

    /// <summary>The session as the edge has it.</summary>
    public Session? SessionOf(string sessionId) => Edge.Get<SessionManager>().Find(sessionId);

    public SiteTrust TrustIn(ClusterRig site) => Edge.Get<TrustedSites>().Find(site.Site)!;

    /// <summary>A client of the edge with a token of a site.</summary>
    public async Task<HubConnection> ConnectAsync(string token)
    {
        var client = await Edge.ConnectAsync(token);
        _clients.Add(client);
        return client;
    }

    /// <summary>A token of a site that allows everything there.</summary>
    public static async Task<string> AdminOfAsync(ClusterRig site, string subject = "eve") => (await site.Host.MintAsync(subject, "admin")).Token.Token;

    public static async Task<string> TokenOfAsync(ClusterRig site, string subject, params string[] scopes) => (await site.Host.MintAsync(new TokenRequest
    {
        Subject = subject,
        Scopes = scopes,
        SessionTags = ["line1"],
        Lifetime = TimeSpan.FromHours(1),
    })).Token.Token;

    public static async Task<IReadOnlyList<string>> ListAsync(HubConnection client) =>
        [.. (await client.InvokeAsync<IReadOnlyList<SessionInfo>>(HubContract.ListSessions, Patience.Token).WithTimeout("the list")).Select(session => session.SessionId)];

    /// <summary>Writes an entry into a bucket of a site, as a hostile node of that site could.</summary>
    public static async Task WriteAsync(NatsServer nats, Func<SiteNames, string> bucket, ClusterRig site, string key, byte[] value)
    {
        await using var connection = nats.Connect();
        var store = await new NatsKVContext(new NatsJSContext(connection)).GetStoreAsync(bucket(new SiteNames(site.Site)), Patience.Token);
        await store.PutAsync(key, value, cancellationToken: Patience.Token);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients)
        {
            await client.DisposeAsync();
        }

        await Edge.DisposeAsync();
        await A.DisposeAsync();
        await B.DisposeAsync();
    }
}
