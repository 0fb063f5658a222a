using Gateway.Client;
using Gateway.Contracts;
using Gateway.FunctionalTests.Hosting;
using Gateway.Testing;
using Xunit.Abstractions;

namespace Gateway.FunctionalTests;

/// <summary>A gateway that ends, in order or not, and the next gateway on its store.</summary>
public sealed class RestartTests(ITestOutputHelper output)
{
    private static readonly string[] Settings = ["Gateway:Workers:EnableAdoption=true", "Gateway:Workers:MaxOrphanLifetimeSeconds=60"];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_session_its_events_and_its_readers_outlive_the_gateway(bool inOrder)
    {
        await using var first = await GatewayProcess.StartAsync(Settings);
        await using var client = first.Connect();
        var load = await LoadSession.OpenAsync(client).WithTimeout("the load session");
        var before = await load.Session.GetInfoAsync().WithTimeout("the session");
        var log = new SequenceLog();
        var stream = load.Session.EventsAsync(new StreamRequest { ResumeAfter = 0 });
        using var stop = new CancellationTokenSource();
        var reading = log.ReadAsync(stream, stop.Token);
        await load.SetRateAsync(2_000).WithTimeout("the rate");
        await Eventually.Async(() => log.Events > 1_000, "the first events");

        await (inOrder ? first.StopAsync() : first.KillAsync());
        await using var second = await first.StartAgainAsync();
        await Eventually.Async(async () => (await client.GetSessionAsync(before.SessionId)).State == SessionState.Ready, "the session to be taken over");
        var after = await load.Session.GetInfoAsync().WithTimeout("the session");
        await load.SetRateAsync(0).WithTimeout("the end of the load");
        var latest = (await load.Session.GetInfoAsync()).LatestSequence;
        await Eventually.Async(() => log.Position >= latest, $"position {latest}");
        await stop.CancelAsync();
        await reading.WithTimeout("the reader to stop");

        Assert.Equal(
            (before.SessionId, before.Epoch, before.Owner, before.Name, before.CreatedAt.Date, before.WorkerProcessId, before.Items),
            (after.SessionId, after.Epoch, after.Owner, after.Name, after.CreatedAt.Date, after.WorkerProcessId, after.Items));
        Assert.NotNull(after.AdoptedAt);
        Assert.Equal((0, log.Position), (log.Gaps, log.Events));
        Assert.True(stream.Resumes >= 1, "The reader did not resume, so it shows nothing.");
        await load.Session.CloseAsync().WithTimeout("the close");
        await Eventually.Async(() => !ProcessTable.IsRunning(after.WorkerProcessId!.Value), "the worker to be gone");
    }

    [Fact]
    public async Task Twenty_sessions_are_taken_over_and_the_first_live_events_come_soon()
    {
        const int sessions = 20;
        await using var first = await GatewayProcess.StartAsync(Settings);
        await using var client = first.Connect();
        var opened = new List<GatewaySession>();
        for (var i = 0; i < sessions; i++)
        {
            var session = await client.OpenSessionAsync().WithTimeout("a session");
            await session.SubscribeBulkAsync(await session.RegisterAsync("test"), ["Tank101.Level.PV", "Platform01.CPULoad"]).WithTimeout("SubscribeBulk");
            opened.Add(session);
        }

        await first.KillAsync();
        var began = TimeProvider.System.GetTimestamp();
        await using var second = await first.StartAgainAsync();
        var started = TimeProvider.System.GetElapsedTime(began);
        await using var again = second.Connect();
        var firstEvents = await Task.WhenAll(opened.Select(session => FirstLiveEventAsync(again.Session(session.Id)))).WithTimeout("live events of all sessions");
        var waits = firstEvents.Select(at => TimeProvider.System.GetElapsedTime(began, at).TotalMilliseconds).Order().ToArray();
        output.WriteLine($"Listening after {started.TotalMilliseconds:F0} ms; first live event of {sessions} adopted sessions after {waits[0]:F0} to {waits[^1]:F0} ms.");
        Assert.All(await again.ListSessionsAsync().WithTimeout("the list"), info => Assert.NotNull(info.AdoptedAt));
        await Task.WhenAll(opened.Select(session => again.CloseSessionAsync(session.Id))).WithTimeout("the closes");
    }

    // The worker raised this event after the restart, so neither the history nor the ring held it before.
    private static async Task<long> FirstLiveEventAsync(GatewaySession session)
    {
        await foreach (var item in session.EventsAsync())
        {
            if (item is EventsItem)
            {
                return TimeProvider.System.GetTimestamp();
            }
        }

        throw new InvalidOperationException("The stream ended.");
    }
}
