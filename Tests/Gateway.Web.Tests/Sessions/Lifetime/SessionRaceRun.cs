using System.Collections.Concurrent;
using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Testing;
using Gateway.Web.Sessions.Lifetime;
using Gateway.Web.Streams.Events;
using Gateway.Web.Tests.Fixtures;

namespace Gateway.Web.Tests.Sessions.Lifetime;

/// <summary>
/// One session which several actors attach to, leave, use, close, kill, let expire and deprive of its worker, all at the same
/// time; and the conditions that must hold when all of them have finished.
/// </summary>
internal sealed class SessionRaceRun(int seed)
{
    public const string Closing = "it was closed";
    public const string Killing = "it was killed";

    private const int MostSteps = 6;

    private readonly SessionsHost _host = new(
        ("Gateway:Workers:EnableAdoption", "true"), ("Gateway:Workers:HeartbeatIntervalMs", "600000"), ("Gateway:Workers:HeartbeatGraceMs", "3600000"),
        ("Gateway:Workers:ReconnectTimeoutSeconds", "5"), ("Gateway:Sessions:DetachGraceSeconds", "5"), ("Gateway:Sessions:FaultRetentionSeconds", "60"));

    private readonly ConcurrentQueue<SessionState> _states = new();
    private readonly ConcurrentQueue<(Task<GatewayErrorCode?> End, CancellationTokenSource Leave)> _readers = new();
    private readonly Random _seeds = new(seed);
    private Session _session = null!;
    private FakeWorker _worker = null!;

    public async Task RunAsync()
    {
        await using (_host)
        {
            _session = await _host.OpenAsync(new OpenSessionRequest { LeaseSeconds = 30, CloseWhenDetached = true });
            _worker = _host.WorkerOf(_session);
            _host.Watch.Changed += session => _states.Enqueue(session.Status.State);
            using var begin = new Barrier(_seeds.Next(2, 6));
            var actors = Enumerable.Range(0, begin.ParticipantCount).Select(_ => new Random(_seeds.Next())).ToArray()
                .Select(random => Task.Run(() => ActAsync(begin, random))).ToArray();
            var acting = Task.WhenAll(actors);
            await AdvanceUntilAsync(acting, "the actors");
            await AdvanceUntilAsync(_host.Sessions.CloseAsync(_session, Closing), "the last close");
            await CheckAsync();
        }
    }

    private async Task ActAsync(Barrier begin, Random random)
    {
        begin.SignalAndWait();
        for (var steps = random.Next(1, MostSteps); steps > 0; steps--)
        {
            await StepAsync(random);
            if (random.Next(2) == 0)
            {
                await Task.Yield();
            }
        }
    }

    private async Task StepAsync(Random random)
    {
        switch (random.Next(12))
        {
            case 0 or 1 or 2:
                Attach();
                break;
            case 3 or 4 when _readers.TryDequeue(out var reader):
                await reader.Leave.CancelAsync();
                await reader.End.WithTimeout("a reader to leave");
                break;
            case 5:
                await OrRefused(() => _session.InvokeAsync(new MxCommand { Method = MxMethod.Ping }, CancellationToken.None));
                break;
            case 6:
                await OrRefused(() => _session.Life.SetTagAsync($"line-{random.Next(9)}"));
                break;
            case 7:
                _host.Clock.Advance(TimeSpan.FromSeconds(random.Next(1, 40)));
                await _host.SweepAsync();
                break;
            case 8:
                await _host.Sessions.CloseAsync(_session, Closing);
                break;
            case 9:
                await _host.Sessions.KillAsync(_session, Killing);
                break;
            case 10:
                _worker.Die(137);
                break;
            case 11:
                // The pipe breaks, and the worker never connects again.
                _worker.HangUp();
                break;
        }
    }

    private void Attach()
    {
        try
        {
            var leave = new CancellationTokenSource();
            var subscription = _host.Subscribe(_session);
            _readers.Enqueue((ReadAsync(subscription, leave.Token), leave));
        }
        catch (GatewayException error)
        {
            Assert.Equal(GatewayErrorCode.SessionClosed, error.Code);
        }
    }

    // The error code with which the session ended; null when it ended in order.
    private static async Task<GatewayErrorCode?> ReadAsync(Subscription subscription, CancellationToken leave)
    {
        await Task.Yield();
        try
        {
            await foreach (var item in subscription.ReadAsync(leave))
            {
                Assert.NotNull(item);
            }

            return null;
        }
        catch (GatewayException error)
        {
            return error.Code;
        }
    }

    private static async Task OrRefused(Func<Task> call)
    {
        try
        {
            await call();
        }
        catch (GatewayException)
        {
            // The session is closed, faulted or without its worker.
        }
    }

    private async Task CheckAsync()
    {
        var states = _states.Where((state, i) => i == 0 || state != _states.ElementAt(i - 1)).Where(state => state != SessionState.Ready).ToArray();
        var faulted = states.Contains(SessionState.Faulted);
        Assert.Equal(faulted ? [SessionState.Faulted, SessionState.Closing, SessionState.Closed] : [SessionState.Closing, SessionState.Closed], states);

        var closed = Assert.Single(_host.Logs.Lines, line => line.Contains("[1301]", StringComparison.Ordinal));
        GatewayErrorCode? expected = faulted ? GatewayErrorCode.WorkerLost
            : closed.Contains(Killing, StringComparison.Ordinal) ? GatewayErrorCode.SessionClosed
            : null;
        foreach (var (end, leave) in _readers)
        {
            Assert.Equal(expected, await end.WithTimeout("a stream to end"));
            leave.Dispose();
        }

        await _worker.Exited.WithTimeout("the worker's end");
        Assert.Empty(_host.Sessions.All);
        Assert.Empty(_host.Manifest.Rows);
        Assert.Empty(_session.Distributor.DescribeSubscriptions());
        Assert.NotNull(_session.Lease.Describe().ExpiresAt);
        Assert.Equal(0, _session.PendingCommands);
        var pipe = _host.Launcher.Launches.Single().PipeName;
        Assert.False(File.Exists(Path.Combine(Path.GetTempPath(), $"CoreFxPipe_{pipe}")), "the pipe is still there");
        Assert.Throws<GatewayException>(() => _host.Subscribe(_session));
    }

    private async Task AdvanceUntilAsync(Task task, string phase)
    {
        await Eventually.Async(
            () =>
            {
                _host.Clock.Advance(TimeSpan.FromSeconds(1));
                return task.IsCompleted;
            },
            phase);
        await task;
    }
}
