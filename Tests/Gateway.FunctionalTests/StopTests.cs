using System.Net.Http.Headers;
using System.Net.WebSockets;
using Gateway.FunctionalTests.Hosting;
using Gateway.Testing;

namespace Gateway.FunctionalTests;

public sealed class StopTests
{
    /// <summary>
    /// The time that the gateway allows for its connections, and the additional time that its end takes on a busy machine.
    /// </summary>
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(20);

    private readonly List<RawReader> _readers = [];

    [Theory]
    [InlineData(1, 0, false)]
    [InlineData(1, 0, true)]
    [InlineData(20, 3, false)]
    [InlineData(20, 3, true)]
    [InlineData(500, 20, false)]
    public async Task A_stop_ends_streams_with_their_code_and_closes_connections_in_order(int count, int slowAndFrozen, bool drain)
    {
        await using var gateway = await GatewayProcess.StartAsync("Gateway:Http:RequestsPerAddress=100000", "Gateway:Distribution:MaxSubscriptionsPerSession=1000");
        await using var client = gateway.Connect();
        var load = await LoadSession.OpenAsync(client, items: 20).WithTimeout("the load session");
        await load.SetRateAsync(20).WithTimeout("the rate");
        var reading = new List<Task>();
        for (var i = 0; i < count; i++)
        {
            var reader = await RawReader.OfSessionAsync(gateway, load.Session.Id);
            _readers.Add(reader);
            await reader.UntilEventsAsync();
            if (i >= slowAndFrozen)
            {
                // The slow readers fall behind, because they read one message per 50 ms.
                reading.Add(reader.ReadToEndAsync(i < 2 * slowAndFrozen ? TimeSpan.FromMilliseconds(60) : TimeSpan.Zero));
            }
        }

        var began = TimeProvider.System.GetTimestamp();
        Assert.Equal(0, await (drain ? DrainAsync(gateway) : gateway.StopAsync()));
        Assert.InRange(TimeProvider.System.GetElapsedTime(began), TimeSpan.Zero, StopLimit);

        await Task.WhenAll(reading).WithTimeout("the end of all readers");
        foreach (var reader in _readers.Skip(slowAndFrozen))
        {
            Assert.Contains("[GatewayStopping] ", reader.StreamError, StringComparison.Ordinal);
            Assert.Contains("(retryAfterMs=", reader.StreamError, StringComparison.Ordinal);
            Assert.True(reader.MayReconnect);
            Assert.Equal(WebSocketCloseStatus.NormalClosure, reader.CloseStatus);
        }

        var lines = gateway.Output.Split('\n');
        var fault = Array.FindIndex(lines, line => line.Contains(" fail: ", StringComparison.Ordinal) || line.Contains("   at ", StringComparison.Ordinal));
        Assert.True(fault < 0, string.Join('\n', lines.Skip(fault).Take(20)));
        _readers.ForEach(reader => reader.Dispose());
    }

    [Fact]
    public async Task A_reader_whose_connection_is_full_is_cut_and_delays_the_stop_by_seconds_only()
    {
        await using var gateway = await GatewayProcess.StartAsync("Gateway:Hub:SendTimeoutSeconds=60");
        await using var client = gateway.Connect();
        var load = await LoadSession.OpenAsync(client, items: 200).WithTimeout("the load session");
        await load.SetRateAsync(20_000).WithTimeout("the rate");
        using var frozen = await RawReader.OfSessionAsync(gateway, load.Session.Id);
        await frozen.UntilEventsAsync();
        using var other = await RawReader.OfSessionAsync(gateway, load.Session.Id);
        var reading = other.ReadToEndAsync(TimeSpan.Zero);
        // This rate is high enough to fill the buffers of the operating system.
        await Pace.Async(TimeSpan.FromSeconds(8));

        var began = TimeProvider.System.GetTimestamp();
        Assert.Equal(0, await gateway.StopAsync());
        Assert.InRange(TimeProvider.System.GetElapsedTime(began), TimeSpan.Zero, StopLimit);
        await reading.WithTimeout("the end of the other reader");
        Assert.Contains("[GatewayStopping] ", other.StreamError, StringComparison.Ordinal);
        Assert.Equal(WebSocketCloseStatus.NormalClosure, other.CloseStatus);
        Assert.Contains("were cut off while the gateway stopped", gateway.Output, StringComparison.Ordinal);
    }

    private static async Task<int> DrainAsync(GatewayProcess gateway)
    {
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", gateway.Token);
        using var answer = await http.PostAsync(new Uri(gateway.Url, "/api/drain"), null).WithTimeout("the answer");
        Assert.True(answer.IsSuccessStatusCode, $"{answer.StatusCode}");
        return await gateway.EndAsync();
    }
}
