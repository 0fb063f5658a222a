using System.IO.Pipes;
using System.Net.Sockets;
using System.Security.Cryptography;
using Gateway.Protocol;
using Gateway.Testing;
using Gateway.Web.Access.Audit;
using Gateway.Web.Sessions.Workers;
using Gateway.Web.Tests.Fixtures;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Web.Tests.Sessions.Workers;

/// <summary>The gateway's end of the pipe with callers of all kinds, over the real named pipe.</summary>
[Trait("Size", "Long")]
public sealed class WorkerListenerTests : IAsyncDisposable
{
    private readonly WorkerLaunch _launch = new("session-1", $"gateway-test-{Guid.NewGuid():N}", "simulator", RandomNumberGenerator.GetBytes(32));
    private readonly FakeTimeProvider _clock = new();
    private readonly RecordingAudit _audit = new();
    private readonly WorkerListener _listener;

    public WorkerListenerTests()
    {
        var options = Options.Create(new WorkerOptions { HeartbeatIntervalMs = int.MaxValue, HeartbeatGraceMs = int.MaxValue });
        _listener = new WorkerListenerFactory(new PipeRefusals(_audit, NullLogger<WorkerSupervisor>.Instance), new HeartbeatTimers(options, _clock), options, _clock).Create(_launch);
    }

    [Fact]
    public async Task The_sessions_worker_is_accepted()
    {
        var accepting = AcceptAsync();
        await using var worker = Worker();
        _ = worker.RunAsync();
        await using var connection = await accepting.WithTimeout("the worker to be accepted");
        Assert.Equal("epoch-1", connection.Worker.Epoch);
    }

    [Fact]
    public async Task An_impostor_with_another_nonce_is_refused_and_the_real_worker_still_accepted()
    {
        var accepting = AcceptAsync();
        await using var impostor = new FakeWorker(_launch.SessionId, _launch.PipeName, RandomNumberGenerator.GetBytes(32));
        await impostor.ConnectAsync().WithTimeout("the impostor to connect");
        await Assert.ThrowsAnyAsync<Exception>(impostor.ProveAsync).WithTimeout("the impostor to be refused");
        Assert.False(accepting.IsCompleted);

        await AssertRealWorkerIsAcceptedAsync(accepting);
    }

    [Fact]
    public async Task A_caller_that_says_nothing_keeps_nobody_out()
    {
        var accepting = AcceptAsync();
        await using var silent = Worker();
        await silent.ConnectAsync().WithTimeout("the silent caller to connect");

        await AssertRealWorkerIsAcceptedAsync(accepting);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(int.MaxValue)]
    public async Task A_worker_of_another_version_is_refused(int version)
    {
        var accepting = AcceptAsync();
        await using var other = new FakeWorker(_launch.SessionId, _launch.PipeName, _launch.Nonce) { Version = version };
        await other.ConnectAsync().WithTimeout("the caller to connect");
        await Assert.ThrowsAnyAsync<Exception>(other.ProveAsync).WithTimeout("the refusal");

        await AssertRealWorkerIsAcceptedAsync(accepting);
    }

    [Fact]
    public async Task A_worker_of_another_session_is_refused()
    {
        var accepting = AcceptAsync();
        await using var other = new FakeWorker("session-2", _launch.PipeName, _launch.Nonce);
        await other.ConnectAsync().WithTimeout("the caller to connect");
        await Assert.ThrowsAnyAsync<Exception>(other.ProveAsync).WithTimeout("the refusal");

        await AssertRealWorkerIsAcceptedAsync(accepting);
    }

    [Fact]
    public async Task A_worker_that_breaks_the_protocol_before_it_is_ready_is_refused()
    {
        var accepting = AcceptAsync();
        await using var worker = Worker();
        await worker.ConnectAsync().WithTimeout("the caller to connect");
        await worker.ProveAsync().WithTimeout("the proof");
        await worker.SendRawAsync(new byte[] { 1, 0, 0, 0, (byte)FrameType.Ready, 0xc1 });

        await AssertRealWorkerIsAcceptedAsync(accepting);
    }

    [Fact]
    public async Task A_second_connection_gets_no_answer_and_changes_nothing()
    {
        var accepting = AcceptAsync();
        await using var worker = Worker();
        _ = worker.RunAsync();
        await using var connection = await accepting.WithTimeout("the worker to be accepted");
        var observer = new RecordingObserver();
        var running = connection.RunAsync(observer);

        await using var second = Worker();
        var proving = ConnectAndProveAsync(second);
        await worker.SendEventsAsync(1, 3);
        await observer.FirstBatch.WithTimeout("the events of the first");
        Assert.False(proving.IsCompletedSuccessfully);
        Assert.False(running.IsCompleted);

        await _clock.AdvanceUntilAsync(proving);
        await Assert.ThrowsAnyAsync<Exception>(() => proving).WithTimeout("the second to be sent away");
        Assert.False(running.IsCompleted);
        Assert.Contains(_audit.Entries, entry => entry is { Action: AuditActions.WorkerRefused, SessionId: "session-1" } && entry.Detail!.Contains("second", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_worker_whose_connection_broke_is_taken_in_again_behind_what_is_held()
    {
        var accepting = AcceptAsync();
        await using (var worker = Worker())
        {
            _ = worker.RunAsync();
            await using var connection = await accepting.WithTimeout("the worker to be accepted");
        }

        accepting = AcceptAsync(resumeAfter: 17);
        await using var returned = Worker();
        await returned.ConnectAsync().WithTimeout("the second call");
        Assert.Equal(17, (await returned.ProveAsync().WithTimeout("the proof")).ResumeAfter);
        await returned.SendReadyAsync();
        await using var again = await accepting.WithTimeout("the worker to be accepted again");
    }

    [Fact]
    public async Task A_name_that_somebody_else_holds_is_told_once_with_the_remedy_and_asked_for_until_it_is_free()
    {
        var holder = new NamedPipeServerStream(_launch.PipeName, PipeDirection.InOut, maxNumberOfServerInstances: 1);
        var accepting = AcceptAsync();
        for (var tries = 0; tries < 20; tries++)
        {
            await Eventually.Async(() => _listener.IsKeptOut, "the name to be asked for");
            await Task.Run(() => _clock.Advance(TimeSpan.FromSeconds(1))).WithTimeout("the next try");
        }

        Assert.False(accepting.IsCompleted);
        var told = Assert.Single(_audit.Entries);
        Assert.Equal((AuditActions.WorkerRefused, "session-1"), (told.Action, told.SessionId));
        Assert.Contains(_launch.PipeName, told.Detail, StringComparison.Ordinal);
        Assert.Contains("end it", told.Detail, StringComparison.Ordinal);

        await holder.DisposeAsync();
        await Eventually.Async(
            () =>
            {
                _clock.Advance(TimeSpan.FromMilliseconds(250));
                return !_listener.IsKeptOut;
            },
            "the name to be had");
        await AssertRealWorkerIsAcceptedAsync(accepting);
    }

    [Fact]
    public async Task A_process_that_listens_under_the_name_already_does_not_keep_the_worker_out()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        // As a foreign process would do it, without this process's own list of pipes.
        using var foreign = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        foreign.Bind(new UnixDomainSocketEndPoint(Path.Combine(Path.GetTempPath(), $"CoreFxPipe_{_launch.PipeName}")));
        foreign.Listen();

        await AssertRealWorkerIsAcceptedAsync(AcceptAsync());
    }

    [Fact]
    public async Task Any_bytes_are_refused_and_the_real_worker_is_accepted_after_all_of_them()
    {
        var accepting = AcceptAsync();
        await Fuzz.RunAsync(quick: 200, soak: 5_000, async random =>
        {
            await using var caller = Worker();
            await caller.ConnectAsync();
            try
            {
                await caller.SendRawAsync(random.Next(2) == 0
                    ? Fuzz.Bytes(random, random.Next(1, 300))
                    : Fuzz.Mutate(random, SampleFrames.Of(random.GetItems(Enum.GetValues<FrameType>(), 1)[0])));
            }
            catch (IOException)
            {
                // The caller was refused while it was still writing.
            }
        });
        Assert.False(accepting.IsCompleted);

        await AssertRealWorkerIsAcceptedAsync(accepting);
    }

    public ValueTask DisposeAsync() => _listener.DisposeAsync();

    private static async Task ConnectAndProveAsync(FakeWorker worker)
    {
        await worker.ConnectAsync();
        await worker.ProveAsync();
    }

    private FakeWorker Worker() => new(_launch.SessionId, _launch.PipeName, _launch.Nonce);

    private Task<WorkerConnection> AcceptAsync(long resumeAfter = 0) => _listener.AcceptAsync(resumeAfter, Patience.Token);

    private async Task AssertRealWorkerIsAcceptedAsync(Task<WorkerConnection> accepting)
    {
        await using var worker = Worker();
        _ = worker.RunAsync();
        await using var connection = await accepting.WithTimeout("the real worker to be accepted");
        Assert.Equal(worker.ProcessId, connection.Worker.Info.ProcessId);
    }
}
