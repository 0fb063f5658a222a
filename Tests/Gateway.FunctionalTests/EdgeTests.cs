using System.Net;
using Gateway.Client;
using Gateway.Contracts;
using Gateway.FunctionalTests.Hosting;
using Gateway.Testing;
using Gateway.Web.Tests.Sessions.Cluster;
using Xunit.Abstractions;

namespace Gateway.FunctionalTests;

/// <summary>A site of real gateways and a real NATS server, as users meet it.</summary>
[Trait("Size", "Long")]
public sealed class EdgeTests(NatsServer nats, ITestOutputHelper output) : IClassFixture<NatsServer>
{
    private const string SetPoint = "Tank101.Level.SP";

    private static readonly int Readers = TestScale.Of(6, 10);
    private static readonly int Rate = TestScale.Of(2_000, 5_000);

    [NatsFact]
    public async Task A_script_writes_and_reads_at_an_edge_and_leaves_nothing_in_the_session()
    {
        await using var site = await SiteProcesses.StartAsync(nats, "scripts");
        await using var client = site.Owner.Connect();
        using var atOwner = await ScriptCaller.StartAsync(site.Owner, client);
        using var script = atOwner.At(site.Nodes[1].Url);
        var server = await script.Session.RegisterAsync("owner");
        await script.Session.SubscribeBulkAsync(server, [SetPoint], new SubscribeOptions { FirstValues = TimeSpan.FromSeconds(30) }).WithTimeout("the items");
        await Eventually.Async(async () => (await script.GetAsync(script.Path)).Status == HttpStatusCode.OK, "the session at the edge");

        var (written, outcome) = await script.WriteAsync(new { values = new[] { new { item = SetPoint, value = 61.5 } } });
        Assert.True(written == HttpStatusCode.OK, outcome.ToString());
        var (read, fresh) = await script.GetAsync($"{script.Path}/values?item={SetPoint}&source=fresh");
        Assert.True(read == HttpStatusCode.OK, fresh.ToString());
        Assert.Equal(61.5, fresh.GetProperty("values")[0].GetProperty("value").GetDouble());
        await Eventually.Async(
            async () => (await script.GetAsync($"{script.Path}/values?item={SetPoint}")).Body.GetProperty("values")[0].GetProperty("value").GetDouble() == 61.5,
            "the written value in the edge's cache");

        var state = await script.Session.GetSessionStateAsync().WithTimeout("the registrations");
        Assert.Equal("owner", Assert.Single(state.Servers).ClientName);
    }

    [NatsFact]
    public async Task Every_event_comes_once_and_in_order_or_in_a_truthful_gap_although_nodes_and_NATS_are_killed_and_frozen()
    {
        var duration = TestScale.Of(TimeSpan.FromSeconds(20), TimeSpan.FromMinutes(60));
        await using var site = await SiteProcesses.StartAsync(nats, "chaos");
        await using var steady = site.Owner.Connect();
        var load = await LoadSession.OpenAsync(steady).WithTimeout("the load session");
        await load.SetRateAsync(Rate).WithTimeout("the rate");
        using var stop = new CancellationTokenSource();
        var readers = Enumerable.Range(0, Readers).Select(number => Read(site, number, load.Session.Id, stop.Token)).ToArray();

        var disturbances = await DisturbAsync(site, duration);
        await load.SetRateAsync(0).WithTimeout("the end of the load");
        var latest = (await load.Session.GetInfoAsync().WithTimeout("the session")).LatestSequence;
        foreach (var (log, reading) in readers)
        {
            await Eventually.Async(() => reading.IsCompleted || log.Position >= latest, $"position {latest}; it is {log.Position}");
        }

        await stop.CancelAsync();
        await Task.WhenAll(readers.Select(reader => reader.Reading)).WithTimeout("the readers to stop");
        output.WriteLine($"{latest} events in {duration.TotalSeconds} s with {disturbances} disturbances; missing for the readers: {string.Join(", ", readers.Select(reader => reader.Log.Missed))}.");
        Assert.All(readers, reader => Assert.Equal(latest, reader.Log.Events + reader.Log.Missed));
        Assert.All(readers, reader => Assert.InRange(reader.Log.Missed, 0, latest / 2));
    }

    private static (TruthLog Log, Task Reading) Read(SiteProcesses site, int number, string sessionId, CancellationToken cancellationToken)
    {
        var log = new TruthLog();
        return (log, ReadAsync(site.Connect(number % site.Nodes.Count), sessionId, log, cancellationToken));
    }

    private static async Task ReadAsync(GatewayClient client, string sessionId, TruthLog log, CancellationToken cancellationToken)
    {
        await using var owned = client;
        try
        {
            await foreach (var item in client.Session(sessionId).EventsAsync(new StreamRequest { ResumeAfter = 0 }, cancellationToken: cancellationToken))
            {
                log.Take(item);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The test has seen enough and has cancelled the reader.
        }
    }

    private async Task<int> DisturbAsync(SiteProcesses site, TimeSpan duration)
    {
        var random = new Random(TestScale.Seed);
        var began = TimeProvider.System.GetTimestamp();
        var count = 0;
        for (; TimeProvider.System.GetElapsedTime(began) < duration; count++)
        {
            var node = random.Next(site.Nodes.Count);
            var pause = TimeSpan.FromMilliseconds(random.Next(10, 1_500));
            switch (random.Next(4))
            {
                case 0 or 1:
                    await site.KillAsync(node, pause);
                    break;
                case 2:
                    await site.FreezeAsync(node, pause * 2);
                    break;
                default:
                    nats.Stop();
                    await Pace.Async(pause);
                    await nats.StartAsync();
                    break;
            }

            await Pace.Async(TimeSpan.FromMilliseconds(random.Next(100, 1_000)));
        }

        return count;
    }
}
