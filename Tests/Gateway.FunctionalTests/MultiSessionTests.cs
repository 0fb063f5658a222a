using System.Collections.Concurrent;
using Gateway.Contracts;
using Gateway.FunctionalTests.Hosting;
using Gateway.Testing;

namespace Gateway.FunctionalTests;

/// <summary>One stream over several real sessions.</summary>
[Trait("Size", "Long")]
public sealed class MultiSessionTests
{
    private const int Sessions = 3;
    private const int Rate = 500;

    [Fact]
    public async Task Its_reader_has_every_event_of_every_session_once_across_a_crash_of_the_gateway()
    {
        var gateway = await GatewayProcess.StartAsync("Gateway:Workers:EnableAdoption=true", "Gateway:Workers:MaxOrphanLifetimeSeconds=60");
        await using var client = gateway.Connect();
        using var stop = new CancellationTokenSource();
        var received = new ConcurrentDictionary<string, long>();
        var reading = ReadAsync();
        var loads = new List<LoadSession>();
        try
        {
            for (var i = 0; i < Sessions; i++)
            {
                loads.Add(await LoadSession.OpenAsync(client, items: 10).WithTimeout("a load session"));
                await loads[i].SetRateAsync(Rate).WithTimeout("the rate");
            }

            await Eventually.Async(() => loads.All(load => received.GetValueOrDefault(load.Session.Id) > 0), "events of each session");
            await gateway.KillAsync();
            var next = await gateway.StartAgainAsync();
            await gateway.DisposeAsync();
            gateway = next;
            foreach (var load in loads)
            {
                await Eventually.Async(async () => (await client.ListSessionsAsync()).Any(one => one.SessionId == load.Session.Id && one.State == SessionState.Ready), "the session to be taken over");
                await load.SetRateAsync(0).WithTimeout("the end of the load");
                var latest = (await load.Session.GetInfoAsync().WithTimeout("the session")).LatestSequence;
                await Eventually.Async(() => !reading.IsCompleted && received.GetValueOrDefault(load.Session.Id) >= latest, "all events of the session");
                await load.Session.CloseAsync().WithTimeout("the close");
            }
        }
        finally
        {
            await stop.CancelAsync();
            await gateway.DisposeAsync();
        }

        await reading.WithTimeout("the reader to stop");

        async Task ReadAsync()
        {
            try
            {
                await foreach (var item in client.EventsAsync(cancellationToken: stop.Token))
                {
                    if (item is RoutedItem { Item: EventsItem events } part)
                    {
                        Assert.Equal(received.GetValueOrDefault(part.SessionId) + 1, events.First);
                        Assert.Equal(events.Last - events.First + 1, events.Events.Count);
                        received[part.SessionId] = events.Last;
                    }

                    Assert.False(item is RoutedItem { Item: GapItem }, "nothing is lost");
                }
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                // The test has seen enough and has cancelled the reader.
            }
        }
    }
}
