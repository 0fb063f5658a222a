using System.Diagnostics;
using System.Net;
using Gateway.Testing;
using Gateway.Web.Platform.Logging;
using Gateway.Web.Tests.Fixtures;

namespace Gateway.Web.Tests.Access.Login;

/// <summary>The directory fails while log-ins continue. The class has its own server, because it stops the server.</summary>
public sealed class LdapOutageTests(Slapd slapd) : IClassFixture<Slapd>
{
    [SlapdFact]
    public async Task A_server_that_stops_and_comes_back_costs_only_the_log_ins_between()
    {
        await using var host = await LdapSettings.StartAsync(slapd);
        Assert.Equal(HttpStatusCode.OK, await LogInAsync(host));

        slapd.Stop();
        Assert.Equal(HttpStatusCode.Unauthorized, await LogInAsync(host));
        Assert.True(host.HasLogged(EventIds.Login + 7));

        await slapd.StartAsync();
        Assert.Equal(HttpStatusCode.OK, await LogInAsync(host));
    }

    [SlapdTheory]
    [InlineData("Ldaps")]
    [InlineData("StartTls")]
    public async Task A_server_that_answers_nothing_is_given_up_at_the_time_out(string security)
    {
        await using var host = await LdapSettings.StartAsync(slapd, ("Security", security), ("TimeoutSeconds", "1"));
        await slapd.FreezeAsync();
        try
        {
            var started = Stopwatch.GetTimestamp();
            Assert.Equal(HttpStatusCode.Unauthorized, await LogInAsync(host));
            Assert.True(Stopwatch.GetElapsedTime(started) >= TimeSpan.FromSeconds(0.9), "It was given up before the time-out.");
            Assert.True(host.HasLogged(EventIds.Login + 7));
            // The connection itself must have been closed. A busy machine may come to that too late, but not each time.
            await Eventually.Async(
                async () =>
                {
                    Assert.Equal(HttpStatusCode.Unauthorized, await LogInAsync(host));
                    return host.Logs.Lines.Any(line => line.Contains("The directory did not answer in time.", StringComparison.Ordinal));
                },
                "a log-in whose connection is closed at the time-out");
        }
        finally
        {
            await slapd.ThawAsync();
        }

        // The second of the time-out may be too short for a log-in on a busy machine.
        await Eventually.Async(async () => await LogInAsync(host) == HttpStatusCode.OK, "a log-in after the pause");
    }

    [SlapdFact]
    public async Task Log_ins_at_the_same_time_survive_a_server_stopped_in_the_middle()
    {
        await using var host = await LdapSettings.StartAsync(slapd);
        var running = Enumerable.Range(0, 40).Select(_ => LogInAsync(host)).ToArray();
        await running[0];
        slapd.Stop();

        var statuses = await Task.WhenAll(running);
        await slapd.StartAsync();

        Assert.All(statuses, status => Assert.True(status is HttpStatusCode.OK or HttpStatusCode.Unauthorized));
        Assert.Equal(HttpStatusCode.OK, await LogInAsync(host));
    }

    private static Task<HttpStatusCode> LogInAsync(LoginHost host) => host.StatusAsync("gw-viewer", PlantDirectory.PasswordOf("gw-viewer"));
}
