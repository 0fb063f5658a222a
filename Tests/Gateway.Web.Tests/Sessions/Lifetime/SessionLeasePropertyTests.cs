using Gateway.Errors;
using Gateway.Testing;
using Gateway.Web.Sessions.Lifetime;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Web.Tests.Sessions.Lifetime;

/// <summary>
/// Any order of attaching, leaving, activity and passing time is compared with a simple model, also from many threads.
/// </summary>
[Trait("Size", "Long")]
public sealed class SessionLeasePropertyTests
{
    private const int LeaseSeconds = 60;
    private const int GraceSeconds = 10;
    private const int KeptAliveSeconds = 15;

    [Fact]
    public void It_ends_exactly_when_the_rules_say_so() => Fuzz.Run(quick: 2_000, soak: 200_000, random =>
    {
        var clock = new FakeTimeProvider();
        var closes = random.Next(2) == 0;
        var lease = new SessionLease(TimeSpan.FromSeconds(LeaseSeconds), closes, TimeSpan.FromSeconds(GraceSeconds), clock);
        int now = 0, active = 0, left = -1_000, kept = -1_000, subscribers = 0;
        var attached = false;
        for (var step = 0; step < 60; step++)
        {
            switch (random.Next(7))
            {
                case 0:
                    lease.Attach(() => 0);
                    (subscribers, attached, active) = (subscribers + 1, true, now);
                    break;
                case 1 when subscribers > 0:
                    lease.Detach();
                    subscribers--;
                    (left, active) = subscribers == 0 ? (now, now) : (left, active);
                    break;
                case 2:
                    Assert.True(lease.Extend());
                    active = now;
                    break;
                case 3:
                    lease.KeepAlive();
                    (attached, active, kept) = (true, now, now);
                    break;
                default:
                    var seconds = random.Next(1, 15);
                    now += seconds;
                    clock.Advance(TimeSpan.FromSeconds(seconds));
                    break;
            }

            var here = subscribers > 0 || now - kept < KeptAliveSeconds;
            var detached = closes && attached && !here;
            var graceEnds = Math.Max(left, kept + KeptAliveSeconds) + GraceSeconds;
            Assert.Equal(detached, lease.IsDetached);
            Assert.Equal(detached ? clock.GetUtcNow().AddSeconds(graceEnds - now).UtcDateTime : null, lease.Describe().GraceEndsAt);
            var ends = !here && (now - active >= LeaseSeconds || (detached && now >= graceEnds));
            Assert.Equal(ends, lease.EndIfExpired() is not null);
            if (ends)
            {
                Assert.False(lease.Extend());
                Assert.Equal(GatewayErrorCode.SessionClosed, Assert.Throws<GatewayException>(() => lease.Attach(() => 0)).Code);
                return;
            }
        }
    });

    [Fact]
    public Task Whoever_attaches_keeps_the_session_and_whoever_comes_too_late_is_told() => Fuzz.RunAsync(quick: 300, soak: 20_000, async random =>
    {
        var clock = new FakeTimeProvider();
        var lease = new SessionLease(TimeSpan.FromSeconds(LeaseSeconds), closeWhenDetached: true, TimeSpan.Zero, clock);
        lease.Attach(() => 0);
        lease.Detach();
        var (holders, ended) = (0, false);
        using var begin = new Barrier(5);
        var attaching = Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            begin.SignalAndWait();
            for (var i = 0; i < 50; i++)
            {
                try
                {
                    lease.Attach(() => 0);
                }
                catch (GatewayException error) when (error.Code == GatewayErrorCode.SessionClosed)
                {
                    return;
                }

                Interlocked.Increment(ref holders);
                Assert.False(Volatile.Read(ref ended), "a subscriber was let in after the end");
                Interlocked.Decrement(ref holders);
                lease.Detach();
            }
        })).ToArray();
        var ending = Task.Run(() =>
        {
            begin.SignalAndWait();
            for (var i = 0; i < random.Next(1, 200) && !ended; i++)
            {
                ended = lease.EndIfExpired() is not null;
                Assert.True(!ended || Volatile.Read(ref holders) == 0, "it ended under a subscriber");
            }
        });
        await Task.WhenAll([.. attaching, ending]);
    });
}
