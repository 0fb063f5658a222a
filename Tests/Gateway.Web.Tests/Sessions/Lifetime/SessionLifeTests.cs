using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Protocol;
using Gateway.Testing;
using Gateway.Web.Platform.Recorder;
using Gateway.Web.Sessions.Lifetime;
using Gateway.Web.Streams.Events;
using Gateway.Web.Tests.Fixtures;

namespace Gateway.Web.Tests.Sessions.Lifetime;

/// <summary>Sessions from start to end, with fake workers over real pipes.</summary>
public sealed class SessionLifeTests : IAsyncDisposable
{
    private readonly SessionsHost _host = new(
        ("Gateway:Sessions:MaxSessions", "3"), ("Gateway:Workers:StartTimeoutSeconds", "5"), ("Gateway:Workers:ShutdownTimeoutSeconds", "4"));

    [Fact]
    public async Task An_opened_session_is_ready_and_answers()
    {
        var session = await _host.OpenAsync();
        var reply = await session.InvokeAsync(new MxCommand { Method = MxMethod.Ping }, CancellationToken.None).WithTimeout("the answer");
        Assert.Equal((MxMethod.Ping, SessionState.Ready), (reply.Method, session.Status.State));
        Assert.Same(session, _host.Sessions.Find(session.Identity.SessionId));
    }

    [Fact]
    public async Task Closing_asks_the_worker_to_end_and_closing_again_is_harmless()
    {
        var session = await _host.OpenAsync();
        var worker = _host.WorkerOf(session);
        await Task.WhenAll(_host.Sessions.CloseAsync(session, "test"), _host.Sessions.CloseAsync(session, "test")).WithTimeout("both closes");
        Assert.Equal("test", (await worker.NextAsync<ShutdownFrame>(FrameType.Shutdown)).Reason);
        Assert.Equal(0, await worker.Exited.WithTimeout("the worker's end"));
        Assert.Null(_host.Sessions.Find(session.Identity.SessionId));
        await _host.Sessions.CloseAsync(session, "again").WithTimeout("a close after the close");
        await Assert.ThrowsAsync<GatewayException>(() => session.InvokeAsync(new MxCommand { Method = MxMethod.Ping }, CancellationToken.None));
    }

    [Fact]
    public async Task A_worker_that_does_not_end_is_killed_after_the_shutdown_time()
    {
        _host.Launcher.Configure = worker => worker.ObeysShutdown = false;
        var session = await _host.OpenAsync();
        var worker = _host.WorkerOf(session);
        var closing = _host.Sessions.CloseAsync(session, "test");
        await worker.NextAsync<ShutdownFrame>(FrameType.Shutdown);
        await _host.Clock.AdvanceUntilAsync(closing);
        Assert.Equal(137, await worker.Exited.WithTimeout("the worker's end"));
    }

    [Fact]
    public async Task Closing_while_it_starts_waits_for_the_start_and_leaves_nothing_behind()
    {
        var go = new TaskCompletionSource();
        _host.Launcher.Script = async worker =>
        {
            await go.Task;
            await worker.RunAsync();
        };
        var opening = _host.OpenAsync();
        await Eventually.Async(() => _host.Sessions.All.Count == 1 && _host.Launcher.Workers.Any(), "a worker to be started");
        var session = _host.Sessions.All.Single();
        var closing = _host.Sessions.CloseAsync(session, "test");
        await Assert.ThrowsAsync<GatewayException>(() => session.InvokeAsync(new MxCommand { Method = MxMethod.Ping }, CancellationToken.None));
        go.SetResult();
        await opening.WithTimeout("the start");
        await closing.WithTimeout("the close");
        Assert.Empty(_host.Sessions.All);
        await _host.Launcher.Workers.Single().Exited.WithTimeout("the worker's end");
    }

    [Fact]
    public async Task Killing_ends_the_worker_at_once_and_the_streams_with_an_error()
    {
        var session = await _host.OpenAsync();
        var reading = ReadToEndAsync(session);
        await _host.Sessions.KillAsync(session, "test").WithTimeout("the kill");
        Assert.Equal(137, await _host.WorkerOf(session).Exited.WithTimeout("the worker's end"));
        Assert.Equal(GatewayErrorCode.SessionClosed, (await Assert.ThrowsAsync<GatewayException>(() => reading).WithTimeout("the stream's end")).Code);
    }

    [Fact]
    public async Task A_lost_worker_faults_the_session_ends_its_streams_and_leaves_the_others_alone()
    {
        var lost = await _host.OpenAsync();
        var other = await _host.OpenAsync();
        var reading = ReadToEndAsync(lost);
        _host.WorkerOf(lost).OnCommand = _ => Task.FromResult<ReplyFrame?>(null);
        var invoking = lost.InvokeAsync(new MxCommand { Method = MxMethod.Ping }, CancellationToken.None);
        await _host.WorkerOf(lost).NextAsync<CommandFrame>(FrameType.Command);

        await _host.WorkerOf(lost).SendRawAsync(SampleFrames.Of(FrameType.State).AsMemory(0, 30));
        _host.WorkerOf(lost).Die(137);

        Assert.Equal(GatewayErrorCode.WorkerLost, (await Assert.ThrowsAsync<GatewayException>(() => reading).WithTimeout("the stream's end")).Code);
        Assert.Equal(GatewayErrorCode.OutcomeUnknown, (await Assert.ThrowsAsync<GatewayException>(() => invoking).WithTimeout("the command's end")).Code);
        Assert.Equal((SessionState.Faulted, "WorkerLost"), (lost.Status.State, lost.Status.Fault!.Code));
        var refused = await Assert.ThrowsAsync<GatewayException>(() => lost.InvokeAsync(new MxCommand { Method = MxMethod.Ping }, CancellationToken.None));
        Assert.Equal(GatewayErrorCode.SessionFaulted, refused.Code);
        await other.InvokeAsync(new MxCommand { Method = MxMethod.Ping }, CancellationToken.None).WithTimeout("the other's answer");
    }

    [Fact]
    public async Task A_worker_that_ends_before_it_is_ready_is_told_with_its_exit_code()
    {
        _host.Launcher.Script = worker =>
        {
            worker.Die(65);
            return Task.CompletedTask;
        };
        var error = await Assert.ThrowsAsync<GatewayException>(() => _host.OpenAsync());
        Assert.Equal(GatewayErrorCode.WorkerStartFailed, error.Code);
        Assert.Contains("exit code 65", error.Message, StringComparison.Ordinal);
        Assert.Empty(_host.Sessions.All);
    }

    [Fact]
    public async Task A_worker_that_is_not_ready_in_time_is_killed_and_told()
    {
        _host.Launcher.Script = worker => worker.ConnectAsync();
        var opening = _host.OpenAsync();
        await Eventually.Async(() => _host.Launcher.Workers.Any(), "a worker to be started");
        await _host.Clock.AdvanceUntilAsync(opening);
        Assert.Equal(GatewayErrorCode.StartTimedOut, (await Assert.ThrowsAsync<GatewayException>(() => opening)).Code);
        Assert.Equal(137, await _host.Launcher.Workers.Single().Exited.WithTimeout("the worker's end"));
        Assert.Empty(_host.Sessions.All);
    }

    [Fact]
    public async Task A_worker_program_that_cannot_be_started_is_told_and_its_place_comes_back()
    {
        _host.Launcher.Broken = true;
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(GatewayErrorCode.WorkerStartFailed, (await Assert.ThrowsAsync<GatewayException>(() => _host.OpenAsync())).Code);
        }

        _host.Launcher.Broken = false;
        await _host.OpenAsync();
    }

    [Fact]
    public async Task Sessions_beyond_the_cap_are_refused_and_a_closed_one_makes_room()
    {
        var first = await _host.OpenAsync();
        await _host.OpenAsync();
        await _host.OpenAsync();
        Assert.Equal(GatewayErrorCode.TooManySessions, (await Assert.ThrowsAsync<GatewayException>(() => _host.OpenAsync())).Code);
        Assert.Equal(3, _host.Recorder.All(RecorderPart.Session).Count(ring => ring.EndedAt == 0));
        await _host.Sessions.CloseAsync(first, "test").WithTimeout("the close");
        await _host.OpenAsync();
    }

    [Fact]
    public async Task A_stopping_gateway_closes_all_sessions_and_opens_none()
    {
        var session = await _host.OpenAsync();
        var reading = ReadToEndAsync(session);
        await _host.Sessions.StopAsync().WithTimeout("the stop");
        Assert.Equal(GatewayErrorCode.GatewayStopping, (await Assert.ThrowsAsync<GatewayException>(() => reading).WithTimeout("the stream's end")).Code);
        Assert.Equal(GatewayErrorCode.GatewayStopping, (await Assert.ThrowsAsync<GatewayException>(() => _host.OpenAsync())).Code);
        Assert.Equal(0, await _host.WorkerOf(session).Exited.WithTimeout("the worker's end"));
    }

    [Fact]
    public async Task Events_of_the_worker_reach_a_reader_in_order()
    {
        var session = await _host.OpenAsync();
        await _host.WorkerOf(session).SendEventsAsync(1, 5);
        await _host.WorkerOf(session).SendEventsAsync(6, 5);
        await using var stream = _host.Subscribe(session, new StreamRequest { ResumeAfter = 0 }).ReadAsync().GetAsyncEnumerator();
        var last = 0L;
        while (last < 10)
        {
            Assert.True(await stream.MoveNextAsync().WithTimeout("an item"));
            if (stream.Current is OutgoingEvents events)
            {
                Assert.Equal(last + 1, events.First);
                last = events.Last;
            }
        }
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    private async Task ReadToEndAsync(Session session)
    {
        await foreach (var item in _host.Subscribe(session).ReadAsync())
        {
            Assert.NotNull(item);
        }
    }
}
