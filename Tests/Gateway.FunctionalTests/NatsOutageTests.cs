using System.Diagnostics;
using Gateway.Client;
using Gateway.Contracts;
using Gateway.FunctionalTests.Hosting;
using Gateway.Testing;
using Gateway.Web.Tests.Sessions.Cluster;
using Xunit.Abstractions;

namespace Gateway.FunctionalTests;

/// <summary>A site of real processes whose NATS server is away for long.</summary>
[Trait("Size", "Long")]
public sealed class NatsOutageTests(NatsServer nats, ITestOutputHelper output) : IClassFixture<NatsServer>
{
    private const int HistoryEvents = 5_000;
    private const int MostGrowth = 128 * 1024 * 1024;

    [NatsFact]
    public async Task The_plant_does_not_feel_an_outage_of_NATS_and_edges_make_it_up_as_far_as_history_serves_or_tell_the_gap()
    {
        var (outage, usual) = (TestScale.Of(TimeSpan.FromSeconds(8), TimeSpan.FromMinutes(60)), TestScale.Of(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1)));
        string[] history = [$"Gateway:Distribution:HistoryEvents={HistoryEvents}", "Gateway:Distribution:HistorySeconds=7200"];
        await using var site = await SiteProcesses.StartAsync(history, (nats, "outage"));
        var owner = site.Owners[0];
        await using var plant = owner.Connect();
        await using var edges = site.ConnectToEdges(0);
        var (few, many) = (await LoadSession.OpenAsync(plant).WithTimeout("a session"), await LoadSession.OpenAsync(plant).WithTimeout("a session"));
        using var stop = new CancellationTokenSource();
        var (fewHere, manyHere, fewAtEdge, manyAtEdge) = (Read(plant, few, stop.Token), Read(plant, many, stop.Token), Read(edges, few, stop.Token), Read(edges, many, stop.Token));
        await few.SetRateAsync(1).WithTimeout("the rate");
        await many.SetRateAsync(2_000).WithTimeout("the rate");
        var start = await LatestAsync(many);
        await Eventually.Async(() => manyAtEdge.Log.Position > start + HistoryEvents && fewAtEdge.Log.Position > 0, "events at the edge");

        var (before, memory) = (await UseAsync(owner, usual, manyHere.Log), owner.WorkingSet());
        nats.Stop();
        start = manyHere.Log.Position;
        var during = await UseAsync(owner, outage, manyHere.Log);
        await Eventually.Async(() => manyHere.Log.Position > start + (2 * HistoryEvents), "more events than history holds");
        var growth = owner.WorkingSet() - memory;
        await nats.StartAsync();
        await Task.WhenAll(few.SetRateAsync(0), many.SetRateAsync(0)).WithTimeout("the end of the load");
        var (lastOfFew, lastOfMany) = (await LatestAsync(few), await LatestAsync(many));
        foreach (var reader in new[] { fewHere, fewAtEdge })
        {
            await reader.UntilAsync(lastOfFew);
        }

        foreach (var reader in new[] { manyHere, manyAtEdge })
        {
            await reader.UntilAsync(lastOfMany);
        }

        // Whoever comes later is told the same, and what its edge no longer keeps.
        await using var other = site.ConnectToEdges(1);
        var later = Read(other, many, stop.Token);
        await later.UntilAsync(lastOfMany);
        await stop.CancelAsync();
        OutageReader[] all = [fewHere, manyHere, fewAtEdge, manyAtEdge, later];
        await Task.WhenAll(all.Select(reader => reader.Reading)).WithTimeout("the readers to stop");
        output.WriteLine($"{outage.TotalSeconds} s without NATS: {during} (with NATS: {before}), {growth / 1024 / 1024} MB more; {manyAtEdge.Log.Missed} of {lastOfMany} events were no longer in history.");
        Assert.Equal((0, 0, 0), (fewHere.Log.Missed, manyHere.Log.Missed, fewAtEdge.Log.Missed));
        Assert.InRange(manyAtEdge.Log.Missed, 1, lastOfMany);
        Assert.InRange(later.Log.Missed, manyAtEdge.Log.Missed, lastOfMany);
        Assert.InRange(growth, long.MinValue, MostGrowth);
    }

    private static async Task<long> LatestAsync(LoadSession load) => (await load.Session.GetInfoAsync().WithTimeout("the session")).LatestSequence;

    private static OutageReader Read(GatewayClient client, LoadSession load, CancellationToken cancellationToken)
    {
        var log = new SequenceLog(after: 0);
        return new OutageReader(log, log.ReadAsync(client.Session(load.Session.Id).EventsAsync(new StreamRequest { ResumeAfter = 0 }, cancellationToken: cancellationToken), cancellationToken));
    }

    /// <summary>What an owner needs for its events in a while.</summary>
    private static async Task<string> UseAsync(GatewayProcess owner, TimeSpan time, SequenceLog log)
    {
        using var process = Process.GetProcessById(owner.ProcessId);
        var (began, position) = (process.TotalProcessorTime, log.Position);
        await Pace.Async(time);
        process.Refresh();
        return $"{(process.TotalProcessorTime - began).TotalMicroseconds / Math.Max(1, log.Position - position):0} µs of the owner's processor an event";
    }

    /// <summary>A reader, and what it has received.</summary>
    private sealed record OutageReader(SequenceLog Log, Task Reading)
    {
        public async Task UntilAsync(long sequence)
        {
            await Eventually.Async(() => Reading.IsCompleted || Log.Position >= sequence, $"event {sequence}");
            if (Reading.IsCompleted)
            {
                // It says why it has ended.
                await Reading;
            }
        }
    }
}
