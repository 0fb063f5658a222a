using System.Net;
using Gateway.Client;
using Gateway.Contracts;
using Gateway.FunctionalTests.Hosting;
using Gateway.Testing;
using Gateway.Web.Tests.Sessions.Cluster;
using Xunit.Abstractions;

namespace Gateway.FunctionalTests;

/// <summary>Sites of real gateways and real NATS servers, as users meet them.</summary>
[Trait("Size", "Long")]
public sealed class EdgeTests(TwoNatsServers nats, ITestOutputHelper output) : IClassFixture<TwoNatsServers>
{
    private const string SetPoint = "Tank101.Level.SP";

    private static readonly int Readers = TestScale.Of(6, 10);
    private static readonly int Rate = TestScale.Of(2_000, 5_000);

    [NatsFact]
    public async Task A_script_finds_writes_and_reads_at_an_edge_leaves_nothing_in_the_session_and_closes_it()
    {
        await using var site = await SiteProcesses.StartAsync((nats.First, "scripts"));
        await using var client = site.Owners[0].Connect();
        using var atOwner = await ScriptCaller.StartAsync(site.Owners[0], client, ("scopes", new[] { "sessions:read", "sessions:write", "sessions:close" }));
        using var script = atOwner.At(site.Edges[0].Url);
        var server = await script.Session.RegisterAsync("owner");
        await script.Session.SubscribeBulkAsync(server, [SetPoint], new SubscribeOptions { FirstValues = TimeSpan.FromSeconds(30) }).WithTimeout("the items");
        await Eventually.Async(async () => (await script.GetAsync(script.Path)).Status == HttpStatusCode.OK, "the session at the edge");

        var (found, page) = await script.GetAsync($"/api/items?session={script.Session.Id}&like=tank101+level+sp");
        Assert.True(found == HttpStatusCode.OK, page.ToString());
        Assert.Contains(page.GetProperty("items").EnumerateArray(), item => item.GetProperty("reference").GetString() == SetPoint && item.GetProperty("dataType").GetString() == "Float");
        var (written, outcome) = await script.WriteAsync(new { values = new[] { new { item = SetPoint, value = 61.5 } } });
        Assert.True(written == HttpStatusCode.OK, outcome.ToString());
        var (read, fresh) = await script.GetAsync($"{script.Path}/values?item={SetPoint}&source=fresh");
        Assert.True(read == HttpStatusCode.OK, fresh.ToString());
        Assert.Equal(61.5, fresh.GetProperty("values")[0].GetProperty("value").GetDouble());
        await Eventually.Async(
            async () => (await script.GetAsync($"{script.Path}/values?item={SetPoint}")).Body.GetProperty("values")[0].TryGetProperty("value", out var value) && value.GetDouble() == 61.5,
            "the written value in the edge's cache");

        var state = await script.Session.GetSessionStateAsync().WithTimeout("the registrations");
        Assert.Equal("owner", Assert.Single(state.Servers).ClientName);

        var (closed, session) = await script.PostAsync($"{script.Path}/close");
        Assert.True(closed == HttpStatusCode.OK, session.ToString());
        Assert.Equal(("closed", "plant"), (session.GetProperty("state").GetString(), session.GetProperty("node").GetString()));
        Assert.Equal(HttpStatusCode.NotFound, (await atOwner.GetAsync(script.Path)).Status);
        await Eventually.Async(async () => (await script.GetAsync(script.Path)).Status == HttpStatusCode.NotFound, "the end of the session at the edge");
    }

    [NatsFact]
    public async Task Every_event_of_two_sites_comes_once_and_in_order_or_in_a_truthful_gap_although_nodes_and_NATS_are_killed_and_frozen()
    {
        var duration = TestScale.Of(TimeSpan.FromSeconds(20), TimeSpan.FromMinutes(60));
        await using var sites = await SiteProcesses.StartAsync((nats.First, "chaos-1"), (nats.Second, "chaos-2"));
        await using var plant = sites.Owners[0].Connect();
        await using var mill = sites.Owners[1].Connect();
        var loads = await Task.WhenAll(LoadSession.OpenAsync(plant), LoadSession.OpenAsync(mill)).WithTimeout("the load sessions");
        using var stop = new CancellationTokenSource();
        var reading = Enumerable.Range(0, Readers).Select(number => new SitesReader(sites, number, loads, stop.Token)).ToArray();
        await Eventually.Async(() => reading.All(reader => reader.HasBegun), "all readers to begin");
        await Task.WhenAll(loads.Select(load => load.SetRateAsync(Rate))).WithTimeout("the rates");

        var disturbances = await DisturbAsync(sites, duration);
        foreach (var load in loads)
        {
            // The last disturbance may have been the kill of its owner.
            await Eventually.Async(async () => (await load.Session.GetInfoAsync()).State == SessionState.Ready, "the session to be taken over");
        }

        await Task.WhenAll(loads.Select(load => load.SetRateAsync(0))).WithTimeout("the end of the load");
        var latest = await Task.WhenAll(loads.Select(async load => (await load.Session.GetInfoAsync()).LatestSequence)).WithTimeout("the sessions");
        foreach (var reader in reading)
        {
            await Eventually.Async(() => reader.Reading.IsCompleted || reader.HasReached(latest), $"positions {string.Join(" and ", latest)}; they are {reader}");
        }

        await stop.CancelAsync();
        await Task.WhenAll(reading.Select(reader => reader.Reading)).WithTimeout("the readers to stop");
        output.WriteLine($"{string.Join(" and ", latest)} events in {duration.TotalSeconds} s with {disturbances} disturbances; missing for the readers: {string.Join(", ", reading.Select(reader => reader.Missed))}.");
        Assert.All(reading, reader => Assert.True(reader.HasReached(latest), $"positions {string.Join(" and ", latest)}; they are {reader}"));
        Assert.All(reading, reader => Assert.InRange(reader.Missed, 0, latest.Sum() / 2));
    }

    private async Task<int> DisturbAsync(SiteProcesses sites, TimeSpan duration)
    {
        var random = new Random(TestScale.Seed);
        var began = TimeProvider.System.GetTimestamp();
        var count = 0;
        for (; TimeProvider.System.GetElapsedTime(began) < duration; count++)
        {
            var node = random.Next(sites.Nodes.Count);
            var pause = TimeSpan.FromMilliseconds(random.Next(10, 1_500));
            switch (random.Next(4))
            {
                case 0 or 1:
                    await sites.KillAsync(node, pause);
                    break;
                case 2:
                    await sites.FreezeAsync(node, pause * 2);
                    break;
                default:
                    var server = random.Next(2) == 0 ? nats.First : nats.Second;
                    server.Stop();
                    await Pace.Async(pause);
                    await server.StartAsync();
                    break;
            }

            await Pace.Async(TimeSpan.FromMilliseconds(random.Next(100, 1_000)));
        }

        return count;
    }
}
