using Gateway.Contracts;
using Gateway.Events;
using Gateway.Testing;
using Gateway.Web.Sessions.Cluster;
using Gateway.Web.Sessions.Lifetime;
using Gateway.Web.Streams.Events;
using Gateway.Web.Tests.Fixtures;
using Microsoft.AspNetCore.SignalR.Client;

namespace Gateway.Web.Tests.Sessions.Cluster;

/// <summary>An owner with a session, and an edge of the same site. The edge checks the tokens of the owner.</summary>
internal sealed class EdgeRig : IAsyncDisposable
{
    private EdgeRig(ClusterRig owner, GatewayHost host, HubConnection client) => (Owner, Host, Client) = (owner, host, client);

    public ClusterRig Owner { get; }

    /// <summary>The edge.</summary>
    public GatewayHost Host { get; }

    /// <summary>A client of the edge with every right.</summary>
    public HubConnection Client { get; }

    public string SessionId => Owner.Session.SessionId;

    /// <summary>The session as the edge has it.</summary>
    public Session Session => Host.Get<SessionManager>().Find(SessionId)!;

    public static async Task<EdgeRig> StartAsync(NatsServer nats, params (string Key, string Value)[] settings) => await BesideAsync(nats, await ClusterRig.StartAsync(nats), settings);

    /// <summary>Starts an edge for the site of an owner, and waits until it has the owner's session and the owner receives its calls.</summary>
    public static async Task<EdgeRig> BesideAsync(NatsServer nats, ClusterRig owner, params (string Key, string Value)[] settings)
    {
        (string Key, string Value)[] own = [("Gateway:Cluster:Role", "Edge"), ("Gateway:Cluster:Node", "edge"), .. settings];
        var host = await GatewayHost.StartAsync([.. ClusterRig.Settings(nats, owner.Site).ExceptBy(own.Select(setting => setting.Key), setting => setting.Key), .. own]);
        await TrustRig.UntilKnownAsync(host);
        var rig = new EdgeRig(owner, host, await host.ConnectAsync((await owner.Host.MintAsync("eve", "admin")).Token.Token));
        await rig.UntilListedAsync(owner.Session.SessionId);
        await Eventually.Async(() => owner.Host.Logs.Lines.Any(line => line.Contains("receives calls of edges", StringComparison.Ordinal)), "the owner to receive calls");
        return rig;
    }

    public Task UntilListedAsync(string sessionId) => Eventually.Async(() => Host.Get<SessionManager>().Find(sessionId) is not null, "the session at the edge");

    public Task UntilGoneAsync(string sessionId) => Eventually.Async(() => Host.Get<SessionManager>().Find(sessionId) is null, "the end of the session at the edge");

    public Task UntilAsync(SiteState state) => Eventually.Async(() => Host.Get<ClusterCondition>().State == state, $"the state {state} of the edge");

    /// <summary>Waits until the log has an event.</summary>
    public Task UntilLoggedAsync(long sequence) => Owner.Reader.ReadWholeAsync(SessionId, sequence);

    /// <summary>A stream of the session at the edge.</summary>
    public HubStream Stream(StreamRequest request) => new(Client, SessionId, request);

    /// <summary>A stream of the same session at the owner.</summary>
    public HubStream StreamOfOwner(StreamRequest request) => new(Owner.Owner, SessionId, request);

    /// <summary>Reads events, after checking that they follow each other.</summary>
    /// <returns>The events up to the given one.</returns>
    public static async Task<IReadOnlyList<MxEvent>> ReadAsync(HubStream stream, long after, long through)
    {
        var events = new List<MxEvent>();
        while (after < through)
        {
            var item = await stream.NextAsync<EventsItem>();
            Assert.Equal(after + 1, item.First);
            events.AddRange(item.Events);
            after = item.Last;
        }

        return events;
    }

    /// <summary>Reads until the session is stale.</summary>
    public static async Task<DateTime> StaleAsync(HubStream stream)
    {
        while (true)
        {
            if (await stream.NextAsync("a stale session") is StateItem { StaleSince: { } since })
            {
                return since;
            }
        }
    }

    /// <summary>The bytes of the events from the first to the last, after checking that they follow each other.</summary>
    public static async Task<IReadOnlyList<byte>> RowsAsync(Subscription reader, long last)
    {
        var rows = new List<byte>();
        await using var items = reader.ReadAsync(Patience.Token).GetAsyncEnumerator();
        for (var at = 0L; at < last && await items.MoveNextAsync().AsTask().WithTimeout("an item");)
        {
            if (items.Current is OutgoingEvents events)
            {
                Assert.Equal(at + 1, events.First);
                at = events.Last;
                rows.AddRange(events.Slices.SelectMany(slice => slice.Encoded.ToArray()));
            }
        }

        return rows;
    }

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync();
        await Host.DisposeAsync();
        await Owner.DisposeAsync();
    }
}
