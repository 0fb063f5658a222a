using Gateway.Contracts;
using Gateway.Protocol;
using Gateway.Testing;
using Gateway.Web.Sessions.Lifetime;
using Gateway.Web.Sessions.Overview;
using Gateway.Web.Tests.Fixtures;

namespace Gateway.Web.Tests.Sessions.Overview;

/// <summary>What is shown of a session is what its worker and its clients do.</summary>
public sealed class SessionFiguresTests : IAsyncDisposable
{
    private readonly SessionsHost _host = new(("Gateway:Workers:HeartbeatIntervalMs", "600000"), ("Gateway:Workers:HeartbeatGraceMs", "3600000"));

    [Fact]
    public async Task The_ring_and_the_memory_of_the_worker_are_those_of_its_last_heartbeat()
    {
        var session = await _host.OpenAsync();
        Assert.Null(Read(session).Load.RingEvents);
        await _host.WorkerOf(session).SendAsync(FrameType.Heartbeat, new HeartbeatFrame { RingEvents = 7, RingBytes = 700, OverwrittenEvents = 1, WorkingSetBytes = 64_000_000 });
        await Eventually.Async(() => Read(session).Load.RingEvents == 7, "the heartbeat");

        var load = Read(session).Load;
        Assert.Equal((700L, 1L, 64_000_000L), (load.RingBytes, load.OverwrittenEvents, load.WorkerBytes));
        await _host.WorkerOf(session).SendAsync(FrameType.Heartbeat, new HeartbeatFrame());
        await Eventually.Async(() => Read(session).Load.RingEvents is null, "the heartbeat of an earlier worker");
    }

    [Fact]
    public async Task Rates_and_the_last_activity_follow_events_and_clients()
    {
        var session = await _host.OpenAsync(new OpenSessionRequest { ClientIdentity = "hall3-pc7" });
        var opened = _host.Clock.GetUtcNow().UtcDateTime;
        var before = Read(session);
        Assert.Equal((opened, "hall3-pc7"), (before.Load.LastActivityAt, before.Facts.ClientIdentity));
        _host.Clock.Advance(TimeSpan.FromSeconds(2));
        await _host.WorkerOf(session).SendEventsAsync(1, 9);
        await Eventually.Async(() => session.Distributor.Range.Latest == 9, "the events");

        var after = Read(session, before, TimeSpan.FromSeconds(2));
        Assert.Equal((4.5, 0d, opened), (after.Load.EventsPerSecond, after.Load.CommandsPerSecond, after.Load.LastActivityAt));
        Assert.Same(before.Facts, after.Facts);
        using var reader = _host.Subscribe(session);
        Assert.Equal((1, opened.AddSeconds(2)), (Read(session).Load.Readers, Read(session).Load.LastActivityAt));
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    private static SessionRow Read(Session session, SessionRow? before = null, TimeSpan? elapsed = null) =>
        SessionFigures.Read(session, session.Distributor.Sample(), before, elapsed);
}
