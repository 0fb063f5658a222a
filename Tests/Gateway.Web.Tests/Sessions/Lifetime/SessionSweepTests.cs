using Gateway.Contracts;
using Gateway.Testing;
using Gateway.Web.Tests.Fixtures;

namespace Gateway.Web.Tests.Sessions.Lifetime;

public sealed class SessionSweepTests : IAsyncDisposable
{
    private readonly SessionsHost _host = new(
        ("Gateway:Sessions:DefaultLeaseSeconds", "60"), ("Gateway:Sessions:FaultRetentionSeconds", "30"), ("Gateway:Sessions:DetachGraceSeconds", "5"),
        ("Gateway:Workers:HeartbeatIntervalMs", "600000"), ("Gateway:Workers:HeartbeatGraceMs", "3600000"));

    [Fact]
    public async Task A_session_without_activity_is_closed_and_one_that_is_used_is_not()
    {
        var idle = await _host.OpenAsync();
        var used = await _host.OpenAsync();
        await _host.AdvanceAndSweepAsync(59);
        await used.InvokeAsync(new MxCommand { Method = MxMethod.Ping }, CancellationToken.None).WithTimeout("an answer");
        await _host.AdvanceAndSweepAsync(1);
        Assert.Equal(SessionState.Closed, idle.Status.State);
        Assert.Same(used, Assert.Single(_host.Sessions.All));
        Assert.Equal(0, await _host.WorkerOf(idle).Exited.WithTimeout("the worker's end"));
    }

    [Fact]
    public async Task A_session_with_a_reader_is_kept_until_the_reader_has_left()
    {
        var session = await _host.OpenAsync(new OpenSessionRequest { CloseWhenDetached = true });
        var stream = _host.Subscribe(session).ReadAsync().GetAsyncEnumerator();
        await stream.MoveNextAsync().WithTimeout("the first item");
        await _host.AdvanceAndSweepAsync(1_000);
        Assert.Equal(SessionState.Ready, session.Status.State);
        await stream.DisposeAsync().AsTask().WithTimeout("the reader to leave");
        await _host.AdvanceAndSweepAsync(5);
        Assert.Equal(SessionState.Closed, session.Status.State);
    }

    [Fact]
    public async Task A_faulted_session_stays_listed_with_its_reason_for_its_time()
    {
        var session = await _host.OpenAsync();
        _host.WorkerOf(session).Die(1);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(90));
        while (session.Status.State != SessionState.Faulted)
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }

        await _host.AdvanceAndSweepAsync(29);
        Assert.Equal("WorkerLost", session.Describe(false).Fault!.Code);
        Assert.Single(_host.Sessions.All);
        await _host.AdvanceAndSweepAsync(1);
        Assert.Empty(_host.Sessions.All);
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();
}
