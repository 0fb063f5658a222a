using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Testing;
using Gateway.Web.Tests.Fixtures;

namespace Gateway.Web.Tests.Sessions.Workers;

/// <summary>Workers that are started before their sessions, with fake workers over real pipes.</summary>
public sealed class SpareWorkersTests : IAsyncDisposable
{
    private readonly SessionsHost _host = new(
        ("Gateway:Workers:SpareWorkers", "2"), ("Gateway:Sessions:MaxSessions", "2"), ("Gateway:Workers:Backends:other:Seed", "1"), ("Gateway:Workers:StartTimeoutSeconds", "600"));

    [Fact]
    public async Task A_session_gets_a_spare_worker_and_its_id_and_another_one_is_started()
    {
        await KeepAsync();
        var spares = _host.Launcher.Launches.Select(launch => launch.SessionId).ToArray();
        Assert.Equal(2, spares.Length);
        Assert.All(_host.Launcher.Launches, launch => Assert.True(launch.IsSpare));

        var session = await _host.OpenAsync();
        Assert.Equal(spares[0], session.Identity.SessionId);
        Assert.Equal(_host.Launcher.Of(spares[0]).ProcessId, session.Status.Worker!.ProcessId);
        Assert.Equal(2, _host.Launcher.Launches.Count);

        await KeepAsync();
        Assert.Equal(3, _host.Launcher.Launches.Count);
        Assert.Equal(spares[1], (await _host.OpenAsync()).Identity.SessionId);
    }

    [Fact]
    public async Task A_spare_worker_waits_for_longer_than_any_handshake_may_take()
    {
        await KeepAsync();
        _host.Clock.Advance(TimeSpan.FromHours(10));
        var session = await _host.OpenAsync();
        Assert.Equal(_host.Launcher.Launches.First().SessionId, session.Identity.SessionId);
        Assert.Empty(_host.Audit.Entries);
    }

    [Fact]
    public async Task The_time_of_the_handshake_runs_when_the_session_is_there()
    {
        _host.Launcher.Script = async worker =>
        {
            await worker.ConnectAsync();
            await worker.SendHelloAsync();
        };
        await KeepAsync();
        var opening = _host.OpenAsync();
        await Eventually.Async(
            () =>
            {
                _host.Clock.Advance(TimeSpan.FromSeconds(1));
                return _host.Audit.Entries.Any(entry => entry.Detail?.Contains("did not finish the handshake in time", StringComparison.Ordinal) == true);
            },
            "the worker to be refused");
        _host.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(GatewayErrorCode.StartTimedOut, (await Assert.ThrowsAsync<GatewayException>(() => opening)).Code);
    }

    [Fact]
    public async Task A_session_with_another_backend_starts_its_own_worker()
    {
        await KeepAsync();
        var session = await _host.OpenAsync(new OpenSessionRequest { Backend = "other" });
        var launch = _host.Launcher.Launches.Last();
        Assert.Equal((session.Identity.SessionId, "other", false), (launch.SessionId, launch.Backend, launch.IsSpare));
    }

    [Fact]
    public async Task A_spare_worker_that_has_ended_is_given_to_no_session_and_replaced_later()
    {
        await KeepAsync();
        var spares = _host.Launcher.Launches.Select(launch => launch.SessionId).ToArray();
        Array.ForEach(spares, spare => _host.Launcher.Of(spare).Die(3));

        Assert.DoesNotContain((await _host.OpenAsync()).Identity.SessionId, spares);
        await KeepAsync();
        Assert.Equal(3, _host.Launcher.Launches.Count);
        _host.Clock.Advance(TimeSpan.FromSeconds(30));
        await KeepAsync();
        Assert.Equal(5, _host.Launcher.Launches.Count);
    }

    [Fact]
    public async Task What_cannot_be_started_is_logged_once_and_tried_again_later()
    {
        _host.Launcher.Broken = true;
        await KeepAsync();
        await KeepAsync();
        Assert.Single(_host.Logs.Lines, line => line.Contains("could not be started in advance", StringComparison.Ordinal));
        _host.Launcher.Broken = false;
        await KeepAsync();
        Assert.Empty(_host.Launcher.Launches);
        _host.Clock.Advance(TimeSpan.FromSeconds(30));
        await KeepAsync();
        Assert.Equal(2, _host.Launcher.Launches.Count);
    }

    [Fact]
    public async Task A_session_that_is_refused_costs_no_spare_worker()
    {
        await KeepAsync();
        await _host.OpenAsync();
        await _host.OpenAsync();
        await KeepAsync();
        Assert.Equal(4, _host.Launcher.Launches.Count);

        Assert.Equal(GatewayErrorCode.TooManySessions, (await Assert.ThrowsAsync<GatewayException>(() => _host.OpenAsync())).Code);
        await KeepAsync();
        Assert.Equal(4, _host.Launcher.Launches.Count);
        Assert.All(_host.Launcher.Workers, worker => Assert.False(worker.Exited.IsCompleted));
    }

    [Fact]
    public async Task A_session_whose_spare_worker_ends_meanwhile_starts_its_own()
    {
        var opened = 0;
        _host.Launcher.Script = async worker =>
        {
            await worker.ConnectAsync();
            if (Interlocked.Increment(ref opened) <= 2)
            {
                await worker.ProveAsync();
                worker.Die(3);
            }
            else
            {
                await worker.ServeFromHandshakeAsync();
            }
        };
        await KeepAsync();
        var session = await _host.OpenAsync();
        var launches = _host.Launcher.Launches.ToArray();
        Assert.Equal(SessionState.Ready, session.Status.State);
        Assert.Equal((3, launches[0].SessionId, false), (launches.Length, launches[2].SessionId, launches[2].IsSpare));
    }

    [Fact]
    public async Task A_gateway_that_opens_no_sessions_or_prepares_its_stop_starts_no_spare_workers()
    {
        await using var edge = new SessionsHost(("Gateway:Workers:SpareWorkers", "2"));
        edge.Sessions.OpenElsewhere(new GatewayException(GatewayErrorCode.InvalidArgument, "Open it elsewhere."));
        await edge.KeepSparesAsync();
        Assert.Empty(edge.Launcher.Launches);

        _host.Sessions.BeginDrain();
        await KeepAsync();
        Assert.Empty(_host.Launcher.Launches);
    }

    [Fact]
    public async Task A_gateway_that_stops_ends_its_spare_workers_and_starts_no_more()
    {
        await KeepAsync();
        var session = await _host.OpenAsync();
        await _host.StopSparesAsync();
        Assert.Equal([false, true], _host.Launcher.Launches.Select(launch => _host.Launcher.Of(launch.SessionId).Exited.IsCompleted));
        Assert.Equal(SessionState.Ready, session.Status.State);
        await KeepAsync();
        Assert.Equal(2, _host.Launcher.Launches.Count);
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    private Task KeepAsync() => _host.KeepSparesAsync();
}
