using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Testing;
using Gateway.Web.Tests.Fixtures;

namespace Gateway.Web.Tests.Sessions.Lifetime;

[Trait("Size", "Long")]
public sealed class SessionRaceTests
{
    [Fact]
    public async Task A_close_that_has_its_turn_when_the_worker_is_lost_comes_to_its_end()
    {
        await using var host = new SessionsHost();
        // The scheduler decides the order in which the two continue.
        for (var round = 0; round < 20; round++)
        {
            await CloseWhileTheWorkerIsLostAsync(host);
        }
    }

    private static async Task CloseWhileTheWorkerIsLostAsync(SessionsHost host)
    {
        var session = await host.OpenAsync();
        using var holds = new ManualResetEventSlim();
        using var closes = new ManualResetEventSlim();
        var attaching = Task.Run(() => Assert.Throws<GatewayException>(() => session.Lease.Attach<int>(() =>
        {
            holds.Set();
            closes.Wait(Patience.Token);
            throw new GatewayException(GatewayErrorCode.SessionClosed, "Nobody attaches here.");
        })));
        holds.Wait(Patience.Token);
        // It has its turn and waits for the lease.
        Task? closing = null;
        var closer = new Thread(() => closing = host.Sessions.CloseAsync(session, "test")) { IsBackground = true };
        closer.Start();
        await Eventually.Async(() => closer.ThreadState.HasFlag(ThreadState.WaitSleepJoin), "the close to wait for the lease");
        host.WorkerOf(session).Die(137);
        await Eventually.Async(
            () => host.Logs.Lines.Any(line => line.Contains("[1203]", StringComparison.Ordinal) && line.Contains(session.Identity.SessionId, StringComparison.Ordinal)),
            "the lost connection");
        closes.Set();

        await attaching.WithTimeout("the one that held the lease");
        await Task.Run(closer.Join).WithTimeout("the close's first part");
        await closing!.WithTimeout("the close");
        Assert.Equal(SessionState.Closed, session.Status.State);
    }
}
