using Gateway.FunctionalTests.Hosting;
using Gateway.Testing;

namespace Gateway.FunctionalTests;

public sealed class SystemdTests : IDisposable
{
    private const string Ready = "READY=1";
    private const string Stopping = "STOPPING=1";
    private const string Alive = "WATCHDOG=1";

    private readonly NotifySocket _socket = new();

    public void Dispose() => _socket.Dispose();

    [Fact]
    public async Task Systemd_is_told_when_the_gateway_is_ready_and_when_it_stops_and_its_signal_stops_it()
    {
        await using var gateway = await StartAsync(watchdog: null);
        Assert.Equal(Ready, await NextAsync());
        using var http = new HttpClient();
        using var answer = await http.GetAsync(new Uri(gateway.Url, "/health/live")).WithTimeout("the health of a gateway that is ready");
        Assert.True(answer.IsSuccessStatusCode);

        Assert.Equal(0, await gateway.StopAsync());
        Assert.Equal(Stopping, await NextAsync());
        Assert.False(_socket.HasMessage);
    }

    [Fact]
    public async Task The_watchdog_hears_of_a_gateway_that_lives_and_not_of_one_that_hangs()
    {
        await using var gateway = await StartAsync(watchdog: TimeSpan.FromSeconds(1));
        Assert.Equal(Ready, await NextAsync());
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(Alive, await NextAsync());
        }

        await ProcessTable.FreezeAsync(gateway.ProcessId);
        while (_socket.HasMessage)
        {
            await NextAsync();
        }

        await Pace.Async(TimeSpan.FromSeconds(2));
        Assert.False(_socket.HasMessage);

        await ProcessTable.ThawAsync(gateway.ProcessId);
        Assert.Equal(Alive, await NextAsync());
    }

    private Task<GatewayProcess> StartAsync(TimeSpan? watchdog)
    {
        var environment = new Dictionary<string, string> { ["NOTIFY_SOCKET"] = _socket.Path };
        if (watchdog is { } limit)
        {
            environment["WATCHDOG_USEC"] = $"{limit.TotalMicroseconds:0}";
        }

        return GatewayProcess.StartAsync(new GatewayStart { Environment = environment });
    }

    private Task<string> NextAsync() => _socket.ReceiveAsync().WithTimeout("a message for systemd");
}
