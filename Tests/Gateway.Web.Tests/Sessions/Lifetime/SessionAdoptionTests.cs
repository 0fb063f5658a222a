using System.IO.Pipes;
using System.Security.Cryptography;
using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Protocol;
using Gateway.Testing;
using Gateway.Web.Access.Audit;
using Gateway.Web.Sessions.Lifetime;
using Gateway.Web.Sessions.Workers;
using Gateway.Web.Streams.Events;
using Gateway.Web.Tests.Fixtures;

namespace Gateway.Web.Tests.Sessions.Lifetime;

/// <summary>Workers that outlive a connection, or a gateway.</summary>
public sealed class SessionAdoptionTests : IAsyncDisposable
{
    private readonly SessionsHost _host = new(
        ("Gateway:Workers:EnableAdoption", "true"), ("Gateway:Workers:AdoptTimeoutSeconds", "10"), ("Gateway:Workers:ReconnectTimeoutSeconds", "10"),
        ("Gateway:Workers:HeartbeatIntervalMs", "600000"), ("Gateway:Workers:HeartbeatGraceMs", "3600000"));

    [Fact]
    public async Task The_row_is_written_before_the_worker_is_let_in_and_goes_when_it_is_gone()
    {
        var admitted = false;
        _host.Launcher.Script = async worker =>
        {
            await worker.ConnectAsync();
            await worker.ProveAsync();
            admitted = true;
            await worker.SendReadyAsync();
            await worker.ServeAsync();
        };
        _host.Manifest.Saving = row =>
        {
            Assert.False(admitted);
            Assert.Equal(ProtocolLimits.NonceBytes, row.Worker.Nonce.Length);
            return Task.CompletedTask;
        };
        var session = await _host.OpenAsync(new OpenSessionRequest { Name = "a", SessionTag = "line-1", LeaseSeconds = 77, CloseWhenDetached = true });
        var row = Assert.Single(_host.Manifest.Rows).Value;
        Assert.Equal((session.Identity, 77, true), (row.Identity, row.LeaseSeconds, row.CloseWhenDetached));
        await _host.Sessions.CloseAsync(session, "test").WithTimeout("the close");
        Assert.Empty(_host.Manifest.Rows);
    }

    [Fact]
    public async Task A_row_that_cannot_be_written_opens_no_session_and_leaves_no_process()
    {
        _host.Manifest.Saving = _ => throw new IOException("the disk is full");
        await Assert.ThrowsAsync<IOException>(() => _host.OpenAsync());
        await _host.Launcher.Workers.Single().Exited.WithTimeout("the worker's end");
        Assert.Empty(_host.Sessions.All);
    }

    [Fact]
    public async Task The_row_of_a_lost_session_is_gone_before_its_fault_is_told_and_its_streams_end()
    {
        var session = await _host.OpenAsync();
        var removing = new TaskCompletionSource();
        var removed = new TaskCompletionSource();
        _host.Manifest.Removing = () =>
        {
            removing.SetResult();
            return removed.Task;
        };
        await using var reader = _host.Subscribe(session).ReadAsync().GetAsyncEnumerator();
        await reader.MoveNextAsync().WithTimeout("the first item");
        var next = reader.MoveNextAsync().AsTask();
        _host.WorkerOf(session).Die(137);
        await removing.Task.WithTimeout("the removal of the row");
        Assert.False(next.IsCompleted, "the stream says something before the row is gone");
        Assert.Equal(SessionState.Ready, session.Status.State);
        Assert.DoesNotContain(_host.Feed.Entries, entry => entry.Kind == FeedKind.SessionFaulted);

        removed.SetResult();
        Assert.True(await next.WithTimeout("the fault"));
        Assert.Equal(SessionState.Faulted, Assert.IsType<StateItem>(reader.Current).State);
        Assert.Empty(_host.Manifest.Rows);
    }

    [Fact]
    public async Task A_lost_worker_leaves_no_row()
    {
        var session = await _host.OpenAsync();
        _host.WorkerOf(session).Die(137);
        await Eventually.Async(() => session.Status.State == SessionState.Faulted && _host.Manifest.Rows.IsEmpty, "the session to be faulted and its row gone");
        Assert.Equal("WorkerLost", session.Status.Fault!.Code);
        await Eventually.Async(() => session.Describe(withSubscriptions: false).Worker!.State == WorkerState.Exited, "the worker's exit to be known");
        Assert.Equal(137, session.Describe(withSubscriptions: false).Worker!.ExitCode);
        var refused = await Assert.ThrowsAsync<GatewayException>(() => session.InvokeAsync(new MxCommand { Method = MxMethod.Ping }, CancellationToken.None));
        Assert.Equal(GatewayErrorCode.SessionFaulted, refused.Code);
        Assert.Contains("exited with code 137", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_that_breaks_costs_the_commands_in_flight_their_answer_and_nothing_else()
    {
        var (session, worker) = await OpenSilentAsync();
        var reader = _host.Subscribe(session, new StreamRequest { ResumeAfter = 0 });
        await worker.SendEventsAsync(1, 5);
        await Eventually.Async(() => session.Distributor.Range.Latest == 5, "the first events");
        var invoking = session.InvokeAsync(new MxCommand { Method = MxMethod.Write }, CancellationToken.None);
        worker.HangUp();

        Assert.Equal(GatewayErrorCode.OutcomeUnknown, (await Assert.ThrowsAsync<GatewayException>(() => invoking.WithTimeout("the outcome"))).Code);
        await Eventually.Async(() => session.PendingCommands == 0, "the command to be over");
        var refused = await Assert.ThrowsAsync<GatewayException>(() => session.InvokeAsync(new MxCommand { Method = MxMethod.Ping }, CancellationToken.None));
        Assert.Equal((GatewayErrorCode.WorkerUnavailable, ErrorDuty.RetryWithResume), (refused.Code, refused.Duty));
        Assert.Matches("The session is ready, but its worker has not answered since [0-9:.]+Z", refused.Message);
        Assert.Equal(WorkerState.NotAnswering, session.Describe(withSubscriptions: false).Worker!.State);
        Assert.NotNull(session.Describe(withSubscriptions: false).Worker!.Since);

        await using var returned = Again(_host.Manifest.Rows.Values.Single());
        await returned.ConnectAsync().WithTimeout("the call");
        Assert.Equal(5, (await returned.ProveAsync().WithTimeout("the proof")).ResumeAfter);
        await returned.SendReadyAsync();
        await returned.SendEventsAsync(6, 5);
        _ = returned.ServeAsync();
        Assert.Equal(10, await LastOfAsync(reader, 10));
        await session.InvokeAsync(new MxCommand { Method = MxMethod.Ping }, CancellationToken.None).WithTimeout("an answer");
        Assert.Equal(SessionState.Ready, session.Status.State);
        Assert.Equal(new WorkerStatus { State = WorkerState.Ready }, session.Describe(withSubscriptions: false).Worker);
    }

    [Fact]
    public async Task A_worker_that_does_not_come_back_in_time_is_ended_and_its_session_faulted()
    {
        var (session, worker) = await OpenSilentAsync();
        worker.HangUp();
        await _host.Clock.AdvanceUntilAsync(worker.Exited);
        await Eventually.Async(() => session.Status.State == SessionState.Faulted, "the fault");
        Assert.Equal(137, await worker.Exited);
    }

    [Fact]
    public async Task A_worker_that_comes_back_with_another_numbering_is_refused()
    {
        var (session, worker) = await OpenSilentAsync();
        worker.HangUp();
        var row = _host.Manifest.Rows.Values.Single();
        await using var other = new FakeWorker(row.Identity.SessionId, row.Worker.PipeName, row.Worker.Nonce) { Epoch = "epoch-2" };
        _ = other.RunAsync();
        await Eventually.Async(() => session.Status.State == SessionState.Faulted, "the fault");
    }

    [Fact]
    public async Task A_restored_session_is_not_ready_until_all_that_its_worker_held_is_in()
    {
        var (row, worker) = Earlier();
        var session = _host.Sessions.Restore(row);
        worker.Latest = 10;
        var adopting = session.Life.AdoptAsync(_host.Supervisor, row.Worker, Patience.Token);
        await worker.ConnectAsync();
        Assert.Equal(0, (await worker.ProveAsync()).ResumeAfter);
        await worker.SendReadyAsync();
        _ = worker.ServeAsync();
        await worker.SendEventsAsync(4, 6);
        await Eventually.Async(() => session.Distributor.Range.Latest == 9, "most of the events");
        Assert.False(adopting.IsCompleted);
        var notReady = Assert.Throws<GatewayException>(() => _host.Subscribe(session));
        Assert.Equal(GatewayErrorCode.SessionNotReady, notReady.Code);
        Assert.Contains("its worker is connected and its events are being adopted", notReady.Message, StringComparison.Ordinal);
        Assert.Equal(WorkerState.Starting, session.Describe(withSubscriptions: false).Worker!.State);

        await worker.SendEventsAsync(10, 1);
        await adopting.WithTimeout("the adoption");
        Assert.Equal([FeedKind.SessionAdopted, FeedKind.SessionReady], _host.Feed.Entries.Select(entry => entry.Kind));
        Assert.Equal((row.Identity, "epoch-1", SessionState.Detached), (session.Identity, session.Distributor.Epoch, session.Describe(false).State));
        Assert.NotNull(session.Describe(false).AdoptedAt);
        var reader = _host.Subscribe(session, new StreamRequest { ResumeAfter = 5, Epoch = "epoch-1" });
        Assert.Equal(SessionState.Ready, session.Describe(false).State);
        Assert.Equal(10, await LastOfAsync(reader, 10));
    }

    [Fact]
    public async Task Values_that_changed_last_in_lost_events_are_part_of_the_snapshot()
    {
        var (row, worker) = Earlier();
        var session = _host.Sessions.Restore(row);
        worker.Latest = 10;
        var adopting = session.Life.AdoptAsync(_host.Supervisor, row.Worker, Patience.Token);
        await worker.ConnectAsync();
        await worker.ProveAsync();
        await worker.SendReadyAsync();
        await worker.SendRawAsync(SampleFrames.Latest([SampleEvents.ChangeOf(3) with { ItemHandle = 77 }]));
        await worker.SendEventsAsync(10, 1);
        await adopting.WithTimeout("the adoption");
        var stream = _host.Subscribe(session, new StreamRequest { Snapshot = SnapshotPolicy.Always }).ReadAsync().GetAsyncEnumerator();
        await stream.MoveNextAsync().WithTimeout("the start");
        await stream.MoveNextAsync().WithTimeout("the snapshot");
        var snapshot = Assert.IsType<OutgoingSnapshot>(stream.Current);
        Assert.Equal(10, snapshot.AsOf);
        Assert.Equal(2, snapshot.Rows!.Count);
        await stream.DisposeAsync();
    }

    [Fact]
    public async Task Impostors_are_refused_and_audited_and_the_real_worker_is_adopted_afterwards()
    {
        var (row, worker) = Earlier();
        var session = _host.Sessions.Restore(row);
        var adopting = session.Life.AdoptAsync(_host.Supervisor, row.Worker, Patience.Token);
        for (var i = 0; i < 3; i++)
        {
            await using var impostor = new FakeWorker(row.Identity.SessionId, row.Worker.PipeName, RandomNumberGenerator.GetBytes(ProtocolLimits.NonceBytes));
            await impostor.ConnectAsync().WithTimeout("the impostor to connect");
            await Assert.ThrowsAnyAsync<Exception>(impostor.ProveAsync).WithTimeout("the refusal");
        }

        _ = worker.RunAsync();
        await adopting.WithTimeout("the adoption");
        Assert.Equal(3, _host.Audit.Entries.Count(entry => entry.Action == AuditActions.WorkerRefused && entry.SessionId == row.Identity.SessionId));
        Assert.DoesNotContain(_host.Logs.Lines, line => line.Contains(Convert.ToBase64String(row.Worker.Nonce), StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_worker_that_is_gone_or_does_not_call_faults_the_restored_session_and_leaves_nothing()
    {
        var (gone, dead) = Earlier();
        dead.Die(1);
        await _host.Manifest.SaveAsync(gone);
        var lost = _host.Sessions.Restore(gone);
        Assert.Equal(GatewayErrorCode.WorkerLost, (await Assert.ThrowsAsync<GatewayException>(() => lost.Life.AdoptAsync(_host.Supervisor, gone.Worker, Patience.Token))).Code);

        var (silent, worker) = Earlier();
        await _host.Manifest.SaveAsync(silent);
        var late = _host.Sessions.Restore(silent);
        var adopting = late.Life.AdoptAsync(_host.Supervisor, silent.Worker, Patience.Token);
        await _host.Clock.AdvanceUntilAsync(adopting);
        await Assert.ThrowsAsync<GatewayException>(() => adopting);
        Assert.Equal(137, await worker.Exited.WithTimeout("the worker's end"));

        Assert.Empty(_host.Manifest.Rows);
        Assert.All((Session[])[lost, late], session => Assert.Equal((SessionState.Faulted, "WorkerLost"), (session.Status.State, session.Status.Fault!.Code)));
        var reader = _host.Subscribe(late).ReadAsync().GetAsyncEnumerator();
        await Assert.ThrowsAsync<GatewayException>(async () =>
        {
            while (await reader.MoveNextAsync().WithTimeout("the end of the stream"))
            {
                Assert.NotNull(reader.Current);
            }
        });
    }

    [Fact]
    public async Task A_worker_that_is_kept_out_by_the_holder_of_its_pipes_name_is_waited_for_within_the_bound_and_the_remedy_told()
    {
        var (row, worker) = Earlier();
        await using var holder = new NamedPipeServerStream(row.Worker.PipeName, PipeDirection.InOut, maxNumberOfServerInstances: 1);
        var session = _host.Sessions.Restore(row);
        var adopting = session.Life.AdoptAsync(_host.Supervisor, row.Worker, Patience.Token);
        await Eventually.Async(() => !_host.Audit.Entries.IsEmpty, "the entry in the trail");
        Assert.False(adopting.IsCompleted);

        await _host.Clock.AdvanceUntilAsync(adopting);
        var lost = await Assert.ThrowsAsync<GatewayException>(() => adopting);
        Assert.Equal(GatewayErrorCode.WorkerLost, lost.Code);
        Assert.Contains("Another process holds the name of its pipe", lost.Message, StringComparison.Ordinal);
        Assert.Contains("end it", Assert.Single(_host.Audit.Entries).Detail, StringComparison.Ordinal);
        Assert.Equal(137, await worker.Exited.WithTimeout("the worker's end"));
    }

    [Fact]
    public async Task A_stopping_gateway_hands_its_workers_over_and_sends_its_readers_back()
    {
        var session = await _host.OpenAsync();
        var worker = _host.WorkerOf(session);
        var reader = _host.Subscribe(session).ReadAsync().GetAsyncEnumerator();
        await reader.MoveNextAsync().WithTimeout("the first item");
        await _host.Sessions.StopAsync().WithTimeout("the stop");
        var end = await Assert.ThrowsAsync<GatewayException>(async () =>
        {
            while (await reader.MoveNextAsync().WithTimeout("the end of the stream"))
            {
                Assert.NotNull(reader.Current);
            }
        });
        Assert.Equal((GatewayErrorCode.GatewayStopping, ErrorDuty.RetryWithResume, true), (end.Code, end.Duty, end.RetryAfterMs > 0));
        Assert.Single(_host.Manifest.Rows);
        // The pipe broke without a request to end the worker.
        Assert.Equal(68, await worker.Exited.WithTimeout("the fake's notice of the broken pipe"));
        Assert.DoesNotContain(_host.Logs.Lines, line => line.Contains("ended with exit code", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_drain_refuses_sessions_and_commands_and_leaves_streams_alone()
    {
        var session = await _host.OpenAsync();
        _host.Sessions.BeginDrain();
        Assert.Equal(GatewayErrorCode.GatewayStopping, (await Assert.ThrowsAsync<GatewayException>(() => _host.OpenAsync())).Code);
        var refused = await Assert.ThrowsAsync<GatewayException>(() => session.InvokeAsync(new MxCommand { Method = MxMethod.Ping }, CancellationToken.None));
        Assert.Equal(GatewayErrorCode.GatewayStopping, refused.Code);
        await _host.WorkerOf(session).SendEventsAsync(1, 3);
        Assert.Equal(3, await LastOfAsync(_host.Subscribe(session, new StreamRequest { ResumeAfter = 0 }), 3));
    }

    [Fact]
    public async Task Killing_cuts_a_close_short_that_waits_for_its_worker()
    {
        _host.Launcher.Configure = worker => worker.ObeysShutdown = false;
        var session = await _host.OpenAsync();
        var closing = _host.Sessions.CloseAsync(session, "test");
        await _host.WorkerOf(session).NextAsync<ShutdownFrame>(FrameType.Shutdown);
        Assert.False(closing.IsCompleted);
        await _host.Sessions.KillAsync(session, "test").WithTimeout("the kill");
        await closing.WithTimeout("the close");
        Assert.Empty(_host.Manifest.Rows);
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    private static FakeWorker Again(SessionRecord row) => new(row.Identity.SessionId, row.Worker.PipeName, row.Worker.Nonce);

    // A worker that an earlier gateway left running, and its row.
    private (SessionRecord Row, FakeWorker Worker) Earlier()
    {
        var id = Guid.NewGuid().ToString("N");
        var nonce = RandomNumberGenerator.GetBytes(ProtocolLimits.NonceBytes);
        var worker = new FakeWorker(id, $"gateway-test-{id}", nonce);
        _host.Launcher.Add(id, worker);
        return (
            new SessionRecord(
                new SessionIdentity(id, "restored", "line-1", "simulator", "ada", new DateTime(2026, 3, 1, 12, 0, 0, DateTimeKind.Utc)), 600, true,
                new WorkerRecord($"gateway-test-{id}", nonce, new ProcessIdentity(worker.ProcessId, "fake", "fake"))),
            worker);
    }

    private static async Task<long> LastOfAsync(Subscription subscription, long upTo)
    {
        await using var stream = subscription.ReadAsync().GetAsyncEnumerator();
        var last = 0L;
        while (last < upTo)
        {
            Assert.True(await stream.MoveNextAsync().WithTimeout("an item"));
            Assert.IsNotType<GapItem>(stream.Current);
            last = stream.Current is OutgoingEvents events ? events.Last : last;
        }

        return last;
    }

    // A worker that becomes ready and then sends only what the test tells it to send.
    private async Task<(Session Session, FakeWorker Worker)> OpenSilentAsync()
    {
        _host.Launcher.Script = async worker =>
        {
            await worker.ConnectAsync();
            await worker.ProveAsync();
            await worker.SendReadyAsync();
        };
        var session = await _host.OpenAsync();
        return (session, _host.WorkerOf(session));
    }
}
