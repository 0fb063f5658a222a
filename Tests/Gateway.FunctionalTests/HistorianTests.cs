using Gateway.Contracts;
using Gateway.FunctionalTests.Hosting;
using Gateway.Testing;
using Xunit.Abstractions;

namespace Gateway.FunctionalTests;

/// <summary>The historian of the client's README, with the gateway and the program killed at random moments.</summary>
[Trait("Size", "Long")]
public sealed class HistorianTests(ITestOutputHelper output)
{
    private const int Rate = 300;

    private static readonly string[] References = [.. Enumerable.Range(1, 50).Select(i => $"Load.Item{i:0000}")];

    [Fact]
    public async Task Its_table_has_every_event_exactly_once_however_often_it_and_the_gateway_are_killed()
    {
        var rounds = TestScale.Of(quick: 4, soak: 60);
        var random = new Random(TestScale.Seed);
        var gateway = await GatewayProcess.StartAsync("Gateway:Workers:EnableAdoption=true", "Gateway:Workers:MaxOrphanLifetimeSeconds=600");
        try
        {
            await using var client = gateway.Connect();
            var session = await client.FindOrOpenSessionAsync(new OpenSessionRequest { Name = "historian" }).WithTimeout("the session");
            var load = await LoadSession.OfAsync(session).WithTimeout("the load");
            await using var historian = new HistorianProcess(gateway, References);
            historian.Start();
            await load.SetRateAsync(Rate).WithTimeout("the rate");
            await UntilStoredAsync(1);
            var (killed, restarted) = (0, 0);
            for (var round = 0; round < rounds; round++)
            {
                await Pace.Async(TimeSpan.FromMilliseconds(random.Next(50, 1_500)));
                var which = random.Next(3);
                if (which != 0)
                {
                    killed++;
                    await historian.KillAsync();
                }

                if (which != 1)
                {
                    restarted++;
                    await gateway.KillAsync();
                    var next = await gateway.StartAgainAsync();
                    await gateway.DisposeAsync();
                    gateway = next;
                }

                if (which != 0)
                {
                    historian.Start();
                }

                await Eventually.Async(async () => (await client.GetSessionAsync(session.Id)).State == SessionState.Ready, "the session to be taken over");
                await UntilStoredAsync((await session.GetInfoAsync().WithTimeout("the session")).LatestSequence + 1);
            }

            await load.SetRateAsync(0).WithTimeout("the end of the load");
            var latest = await load.LatestAsync();
            await UntilStoredAsync(latest);
            await historian.KillAsync();
            output.WriteLine($"{latest} events, the historian killed {killed} times and the gateway {restarted} times.");
            Assert.Equal((latest, latest, latest, latest), historian.Count());
            Assert.Equal((0, 1), (historian.Gaps(), historian.Epochs()));
            await session.CloseAsync().WithTimeout("the close");

            Task UntilStoredAsync(long sequence) => Eventually.Async(() => historian.Latest() >= sequence, $"event {sequence} in the table; the historian printed: {historian.Output}");
        }
        finally
        {
            await gateway.DisposeAsync();
        }
    }
}
