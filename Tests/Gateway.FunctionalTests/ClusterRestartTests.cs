using Gateway.Contracts;
using Gateway.FunctionalTests.Hosting;
using Gateway.Testing;
using Gateway.Web.Tests.Sessions.Cluster;

namespace Gateway.FunctionalTests;

/// <summary>Real gateways, one after the other, publish one session to a real NATS server.</summary>
public sealed class ClusterRestartTests(NatsServer nats) : IClassFixture<NatsServer>
{
    [NatsTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_log_of_a_session_goes_on_without_hole_and_double_when_another_gateway_takes_the_session_over(bool inOrder)
    {
        var site = $"restart-{inOrder}";
        await using var reader = new SiteReader(nats, site);
        await using var first = await GatewayProcess.StartAsync(
            "Gateway:Workers:EnableAdoption=true", "Gateway:Workers:MaxOrphanLifetimeSeconds=60", $"Gateway:Cluster:Url={nats.Url}", $"Gateway:Cluster:Site={site}",
            $"Gateway:Cluster:User={NatsServer.User}", $"Gateway:Cluster:Password={NatsServer.Password}", "Gateway:Cluster:AckSeconds=2", "Gateway:Cluster:LeaseSeconds=4",
            "Gateway:Cluster:MaxBytes=100000000");
        await using var client = first.Connect();
        var load = await LoadSession.OpenAsync(client).WithTimeout("the load session");
        await load.SetRateAsync(2_000).WithTimeout("the rate");
        await Eventually.Async(async () => (await load.Session.GetInfoAsync()).LatestSequence > 1_000, "the first events");

        await (inOrder ? first.StopAsync() : first.KillAsync());
        await using var second = await first.StartAgainAsync();
        await Eventually.Async(async () => (await client.GetSessionAsync(load.Session.Id)).State == SessionState.Ready, "the session to be taken over");
        await load.SetRateAsync(0).WithTimeout("the end of the load");
        var info = await load.Session.GetInfoAsync().WithTimeout("the session");

        var messages = await reader.ReadWholeAsync(load.Session.Id, await load.LatestAsync());
        Assert.All(messages, message => Assert.Equal(("events", info.Epoch), (message.Kind, message.Epoch)));
        Assert.Equal(2, messages.Select(message => message.Head["Gateway-Writer"]).Distinct().Count());
        Assert.DoesNotContain(NatsServer.Password, first.Output + second.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(
            await reader.ReadAsync(load.Session.Id),
            message => message.Kind == "state" && System.Text.Encoding.UTF8.GetString(message.Body).Contains("clos", StringComparison.OrdinalIgnoreCase));
        await load.Session.CloseAsync().WithTimeout("the close");
    }
}
