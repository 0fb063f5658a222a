using System.Diagnostics;
using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Testing;
using Gateway.Web.Access.Callers;
using Gateway.Web.Access.Live;
using Gateway.Web.Access.Tokens;
using Gateway.Web.Tests.Fixtures;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;

namespace Gateway.Web.Tests.Access.Live;

[Trait("Size", "Long")]
public sealed class LiveAccessTests : IAsyncLifetime
{
    private static readonly string[] Rights = [Scopes.OpenSessions, Scopes.ReadSessions, Scopes.WriteSessions];

    private GatewayHost _host = null!;
    private HubConnection _owner = null!;
    private string _session = "";

    public Task InitializeAsync() => StartAsync();

    private async Task StartAsync(params (string Key, string Value)[] settings)
    {
        _host = await GatewayHost.StartAsync(settings);
        _owner = await _host.ConnectAsync((await MintAsync("olga")).Token.Token);
        _session = (await GatewayHost.OpenSessionAsync(_owner, "line-1", "Tank101.Level", "Pump101.Speed")).SessionId;
    }

    public async Task DisposeAsync()
    {
        await _owner.DisposeAsync();
        await _host.DisposeAsync();
    }

    [Fact]
    public async Task A_revocation_ends_the_streams_of_that_token_at_once_and_no_others()
    {
        // Nothing but the revocation wakes the readers within the minute.
        await DisposeAsync();
        await StartAsync(("Gateway:Distribution:IdleIntervalMs", "600000"));
        var minted = await MintAsync("ada");
        await using var ada = await _host.ConnectAsync(minted.Token.Token);
        // A stream with a flush interval of a minute ends as soon as one without.
        var streams = new[] { Stream(ada), Stream(ada, new StreamRequest { FlushIntervalMs = 60_000 }), Stream(_owner) };
        foreach (var stream in streams)
        {
            await stream.NextAsync<StartedItem>();
        }

        await _host.Workers.Of(_session).PublishAsync(1);
        foreach (var stream in streams)
        {
            await stream.NextAsync<EventsItem>();
        }

        var watch = Stopwatch.StartNew();
        await RevokeAsync(minted);
        Assert.Equal(1, EndedCallers());
        Assert.Equal(GatewayErrorCode.TokenRevoked, await streams[0].EndAsync());
        Assert.Equal(GatewayErrorCode.TokenRevoked, await streams[1].EndAsync());
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(30), "A stream waited for its flush.");
        Assert.Equal(GatewayErrorCode.TokenRevoked, await CodeAsync(ada));
        await _host.Workers.Of(_session).PublishAsync(1);
        Assert.Equal(2, (await streams[2].NextAsync<EventsItem>()).Last);
    }

    [Fact]
    public async Task An_expired_token_ends_its_streams_and_calls_and_a_renewal_makes_the_connection_good_again()
    {
        await using var ada = await _host.ConnectAsync((await MintAsync("ada", lifetime: TimeSpan.FromSeconds(60))).Token.Token);
        var stream = Stream(ada);
        Assert.NotNull((await stream.NextAsync<StartedItem>()).Limits.TokenExpiresAt);

        _host.Clock.Advance(TimeSpan.FromSeconds(61));

        Assert.Equal(GatewayErrorCode.TokenExpired, await stream.EndAsync());
        Assert.Equal(GatewayErrorCode.TokenExpired, await CodeAsync(ada));
        await RenewAsync(ada, (await MintAsync("ada")).Token.Token);
        Assert.Null(await CodeAsync(ada));
    }

    [Fact]
    public async Task A_connection_that_stays_without_rights_is_closed()
    {
        await using var ada = await _host.ConnectAsync((await MintAsync("ada", lifetime: TimeSpan.FromSeconds(60))).Token.Token);
        var closed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        ada.Closed += _ =>
        {
            closed.SetResult();
            return Task.CompletedTask;
        };
        _host.Clock.Advance(TimeSpan.FromSeconds(61));
        await WaitUntilAsync(() => EndedCallers() == 1);
        _host.Clock.Advance(TimeSpan.FromSeconds(31));
        await closed.Task.WithTimeout("the connection to be closed");
    }

    [Fact]
    public async Task Renewal_extends_a_stream_in_place()
    {
        await using var ada = await _host.ConnectAsync((await MintAsync("ada", lifetime: TimeSpan.FromSeconds(60))).Token.Token);
        var stream = Stream(ada);
        await stream.NextAsync<StartedItem>();
        var renewal = await RenewAsync(ada, (await MintAsync("ada")).Token.Token);
        _host.Clock.Advance(TimeSpan.FromSeconds(90));
        await _host.Workers.Of(_session).PublishAsync(1, 2);

        Assert.True(renewal.ExpiresAt > _host.Clock.GetUtcNow().UtcDateTime);
        Assert.Equal((1L, 2L), await stream.NextAsync<EventsItem>() is var item ? (item.First, item.Last) : default);
    }

    [Fact]
    public async Task The_old_token_of_a_renewed_connection_may_be_revoked()
    {
        var old = await MintAsync("ada");
        await using var ada = await _host.ConnectAsync(old.Token.Token);
        var stream = Stream(ada);
        await stream.NextAsync<StartedItem>();
        await RenewAsync(ada, (await MintAsync("ada")).Token.Token);
        await RevokeAsync(old);
        await _host.Workers.Of(_session).PublishAsync(1);

        Assert.Equal(1, (await stream.NextAsync<EventsItem>()).Last);
    }

    [Fact]
    public async Task Changed_globs_change_a_running_stream_and_say_so()
    {
        await using var ada = await _host.ConnectAsync((await MintAsync("ada")).Token.Token);
        var stream = Stream(ada);
        await stream.NextAsync<StartedItem>();
        await _host.Workers.Of(_session).PublishAsync(1, 2);
        Assert.Equal([1, 2], (await stream.NextAsync<EventsItem>()).Events.Select(one => one.ItemHandle));

        await RenewAsync(ada, (await MintAsync("ada", read: ["Tank*"])).Token.Token);
        Assert.Equal(["*"], (await stream.NextAsync<AccessItem>()).Narrowed);
        await _host.Workers.Of(_session).PublishAsync(1, 2);
        var narrowed = await stream.NextAsync<EventsItem>();
        Assert.Equal([1], narrowed.Events.Select(one => one.ItemHandle));
        Assert.Equal((3L, 4L), (narrowed.First, narrowed.Last));

        await RenewAsync(ada, (await MintAsync("ada", read: ["Tank*", "Pump*"])).Token.Token);
        Assert.Equal(["Pump*"], (await stream.NextAsync<AccessItem>()).Widened);
        await _host.Workers.Of(_session).PublishAsync(1, 2);
        Assert.Equal([1, 2], (await stream.NextAsync<EventsItem>()).Events.Select(one => one.ItemHandle));
    }

    [Fact]
    public async Task A_stream_out_of_the_new_rights_reach_ends()
    {
        await using var ada = await _host.ConnectAsync((await MintAsync("ada")).Token.Token);
        var stream = Stream(ada);
        await stream.NextAsync<StartedItem>();
        await RenewAsync(ada, (await _host.MintAsync("ada", Rights)).Token.Token);
        Assert.Equal(GatewayErrorCode.SessionNotFound, await stream.EndAsync());

        await RenewAsync(ada, (await MintAsync("ada")).Token.Token);
        var second = Stream(ada);
        await second.NextAsync<StartedItem>();
        await RenewAsync(ada, (await _host.MintAsync("ada", Scopes.WriteSessions)).Token.Token);
        Assert.Equal(GatewayErrorCode.Forbidden, await second.EndAsync());
    }

    /// <summary>
    /// Over the real hub, with renewals that do not change, widen and narrow the rights, while 5 000 events/s arrive.
    /// </summary>
    [Fact]
    public async Task Renewals_under_load_miss_and_double_nothing()
    {
        await using var ada = await _host.ConnectAsync((await MintAsync("ada")).Token.Token);
        var stream = Stream(ada);
        await stream.NextAsync<StartedItem>();
        var total = TestScale.Of(quick: 10_000, soak: 300_000);
        var publishing = Task.Run(() => PublishAsync(total));
        var renewing = Task.Run(async () =>
        {
            // Changes may come together: each of them tells by itself whether the pump is visible.
            string[]?[] changes = [null, ["Tank*"], ["*"]];
            for (var i = 0; !publishing.IsCompleted; i++)
            {
                await RenewAsync(ada, (await MintAsync("ada", read: changes[i % changes.Length])).Token.Token);
            }
        });

        var (last, pump) = (0L, true);
        while (last < total)
        {
            switch (await stream.NextAsync("events under load"))
            {
                case AccessItem access:
                    pump = access.Widened.Count > 0;
                    break;
                case EventsItem events:
                    Assert.Equal(last + 1, events.First);
                    // Odd sequences are events of the tank, even ones of the pump.
                    var expected = Enumerable.Range((int)events.First, (int)(events.Last - events.First + 1)).Where(n => pump || n % 2 == 1);
                    Assert.Equal(expected, events.Events.Select(one => (int)one.Sequence));
                    last = events.Last;
                    break;
                case IdleItem idle:
                    last = idle.Sequence;
                    break;
            }
        }

        await Task.WhenAll(publishing, renewing).WithTimeout("publishing and renewing");
    }

    private async Task PublishAsync(int total)
    {
        int[] batch = [.. Enumerable.Range(1, 100).Select(n => n % 2 == 1 ? 1 : 2)];
        for (var sent = 0; sent < total; sent += batch.Length)
        {
            await _host.Workers.Of(_session).PublishAsync(batch);
            await Pace.Async(TimeSpan.FromMilliseconds(20));
        }
    }

    private HubStream Stream(HubConnection connection, StreamRequest? request = null) => new(connection, _session, request ?? new StreamRequest());

    private Task<MintedToken> MintAsync(string subject, TimeSpan? lifetime = null, string[]? read = null) => _host.MintAsync(new TokenRequest
    {
        Subject = subject,
        Scopes = Rights,
        SessionTags = ["line-1"],
        Read = read,
        Lifetime = lifetime ?? TimeSpan.FromHours(1),
    });

    private static Task<TokenRenewal> RenewAsync(HubConnection connection, string token) =>
        connection.InvokeAsync<TokenRenewal>(HubContract.RenewToken, token, Patience.Token).WithTimeout("a renewal");

    private async Task RevokeAsync(MintedToken token)
    {
        var by = new Caller { Subject = "test", TokenId = "t", ExpiresAt = DateTimeOffset.MaxValue };
        Assert.Equal(1, await _host.Get<TokenRevoker>().RevokeAsync(token.Info.TokenId, by, null, Patience.Token));
    }

    private int EndedCallers() => _host.Get<CallerRegistry>().Ended;

    private static Task WaitUntilAsync(Func<bool> holds) => Eventually.Async(holds, "the condition to hold");

    private static async Task<GatewayErrorCode?> CodeAsync(HubConnection connection)
    {
        try
        {
            await connection.InvokeAsync<SessionInfo[]>(HubContract.ListSessions, Patience.Token);
            return null;
        }
        catch (HubException error)
        {
            return GatewayException.FromWireMessage(error.Message)?.Code;
        }
    }
}
