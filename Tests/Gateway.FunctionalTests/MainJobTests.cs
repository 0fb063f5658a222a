using Gateway.Client;
using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Events;
using Gateway.FunctionalTests.Hosting;
using Gateway.Testing;
using Gateway.Values;

namespace Gateway.FunctionalTests;

public sealed class MainJobTests
{
    [Theory]
    [InlineData(GatewayHubProtocol.Json)]
    [InlineData(GatewayHubProtocol.MessagePack)]
    public async Task A_client_opens_a_session_sees_values_move_and_a_written_setpoint_takes_effect(GatewayHubProtocol protocol)
    {
        await using var gateway = await GatewayProcess.StartAsync();
        await using var client = gateway.Connect(protocol: protocol);
        var session = await client.OpenSessionAsync(new OpenSessionRequest { Name = "first", SessionTag = "line-1" }).WithTimeout("the session to open");
        var server = await session.RegisterAsync("functional tests").WithTimeout("Register");
        var stream = session.EventsAsync(new StreamRequest { ResumeAfter = 0 });
        var items = await session.SubscribeBulkAsync(server, ["Tank101.Level.PV", "Tank101.Level.SP", "Platform01.CPULoad"]).WithTimeout("SubscribeBulk");
        var (level, setpoint, load) = (items[0].ItemHandle, items[1].ItemHandle, items[2].ItemHandle);

        var seen = new Dictionary<int, double>();
        var written = false;
        var completed = false;
        double target = 0;
        await ForEachEventAsync(stream, received =>
        {
            if (received.Value is { } value && value.TryGetDouble(out var number))
            {
                seen[received.ItemHandle] = number;
            }

            completed |= received.Family == EventFamily.OnWriteComplete && received.ItemHandle == setpoint;
            if (!written && seen.Count == 3)
            {
                written = true;
                target = seen[level!.Value] > 50 ? 20 : 80;
                _ = session.WriteAsync(server, setpoint!.Value, MxValue.FromFloat((float)target));
            }

            return completed && Math.Abs(seen[setpoint!.Value] - target) < 0.01;
        }).WithTimeout("the write to complete and the setpoint to be reported");

        Assert.InRange(seen[load!.Value], 0, 100);
        Assert.Equal(SessionState.Closed, (await session.CloseAsync().WithTimeout("the session to close")).State);
    }

    [Fact]
    public async Task A_second_client_attaches_in_the_middle_with_a_snapshot_and_sees_the_same_picture()
    {
        await using var gateway = await GatewayProcess.StartAsync();
        await using var first = gateway.Connect();
        await using var second = gateway.Connect();
        var load = await LoadSession.OpenAsync(first, items: 50).WithTimeout("the load session");
        await load.SetRateAsync(2_000).WithTimeout("the rate");

        var stream = second.Session(load.Session.Id).EventsAsync(new StreamRequest { Snapshot = SnapshotPolicy.Always });
        SnapshotItem? snapshot = null;
        EventsItem? firstEvents = null;
        await ForEachAsync(stream, item =>
        {
            snapshot ??= item as SnapshotItem;
            firstEvents ??= item as EventsItem;
            return firstEvents is not null;
        }).WithTimeout("a snapshot and the first live events");

        Assert.NotNull(snapshot);
        Assert.Equal(snapshot.AsOf + 1, firstEvents!.First);
        Assert.Equal(51, snapshot.Events.Count);
        Assert.All(snapshot.Events, e => Assert.InRange(e.Sequence, 1, snapshot.AsOf));
        Assert.Equal(51, (await second.Session(load.Session.Id).GetSessionStateAsync().WithTimeout("the session's items")).Items.Count);
    }

    [Fact]
    public async Task Refusals_have_codes_and_disturb_nothing()
    {
        await using var gateway = await GatewayProcess.StartAsync("Gateway:Sessions:MaxSessions=1");
        await using var client = gateway.Connect();
        var session = await client.OpenSessionAsync().WithTimeout("the session");

        Assert.Equal(GatewayErrorCode.TooManySessions, await CodeOfAsync(() => client.OpenSessionAsync()));
        Assert.Equal(GatewayErrorCode.SessionNotFound, await CodeOfAsync(() => client.GetSessionAsync("nothing")));
        Assert.Equal(GatewayErrorCode.InvalidArgument, await CodeOfAsync(() => session.InvokeAsync(new MxCommand { Method = MxMethod.AddItem })));
        Assert.Equal(GatewayErrorCode.Unsupported, await CodeOfAsync(() => session.InvokeAsync(new MxCommand { Method = (MxMethod)999 })));
        Assert.Equal(GatewayErrorCode.InvalidArgument, await CodeOfAsync(() => ForEachAsync(session.EventsAsync(new StreamRequest { MaxBatch = 0 }), _ => true)));
        Assert.True(await session.PingAsync().WithTimeout("a ping") < TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task Nobody_gets_in_without_a_token_and_no_token_is_in_the_log()
    {
        await using var gateway = await GatewayProcess.StartAsync("Logging:LogLevel:Default=Trace");
        await using var stranger = GatewayClient.Create(new GatewayClientOptions { Url = gateway.Url, TokenProvider = _ => new ValueTask<string?>("not-a-token") });
        await using var client = gateway.Connect();

        Assert.Equal(GatewayErrorCode.Unauthenticated, await CodeOfAsync(() => stranger.ListSessionsAsync()));
        Assert.Empty(await client.ListSessionsAsync().WithTimeout("the list"));
        var log = string.Join('\n', gateway.Output.Split('\n').Where(line => !line.StartsWith("Gateway is ready", StringComparison.Ordinal)));
        Assert.DoesNotContain(gateway.Token, log, StringComparison.Ordinal);
        Assert.DoesNotContain("not-a-token", log, StringComparison.Ordinal);
    }

    private static async Task<GatewayErrorCode> CodeOfAsync(Func<Task> call) =>
        (await Assert.ThrowsAsync<GatewayException>(() => call().WithTimeout("the refusal"))).Code;

    private static Task ForEachEventAsync(EventStream stream, Func<MxEvent, bool> isLast) =>
        ForEachAsync(stream, item => item is EventsItem events && events.Events.Any(isLast));

    private static async Task ForEachAsync(EventStream stream, Func<StreamItem, bool> isLast)
    {
        await foreach (var item in stream)
        {
            if (isLast(item))
            {
                return;
            }
        }
    }
}
