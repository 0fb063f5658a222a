using Gateway.Web.Sessions.Lifetime;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Web.Tests.Sessions.Lifetime;

public sealed class SessionLeaseTests
{
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public void It_ends_without_activity_and_not_before()
    {
        var lease = Lease();
        Advance(59);
        Assert.Null(lease.EndIfExpired());
        Advance(1);
        Assert.NotNull(lease.EndIfExpired());
    }

    [Fact]
    public void Activity_extends_it()
    {
        var lease = Lease();
        Advance(59);
        lease.Extend();
        Advance(59);
        Assert.Null(lease.EndIfExpired());
        Assert.Equal(_clock.GetUtcNow().AddSeconds(1).UtcDateTime, lease.Describe().ExpiresAt);
    }

    [Fact]
    public void Subscribers_hold_it_and_their_leaving_starts_it_anew()
    {
        var lease = Lease();
        lease.Attach(() => 0);
        Advance(1_000);
        Assert.Null(lease.EndIfExpired());
        Assert.Null(lease.Describe().ExpiresAt);
        lease.Detach();
        Advance(59);
        Assert.Null(lease.EndIfExpired());
        Advance(1);
        Assert.NotNull(lease.EndIfExpired());
    }

    [Fact]
    public void A_session_that_closes_when_detached_has_its_grace_only_once_somebody_was_there()
    {
        var lease = Lease(closeWhenDetached: true);
        Advance(30);
        Assert.Null(lease.EndIfExpired());
        lease.Attach(() => 0);
        lease.Detach();
        Advance(9);
        Assert.Null(lease.EndIfExpired());
        lease.Attach(() => 0);
        Advance(100);
        lease.Detach();
        Advance(10);
        Assert.NotNull(lease.EndIfExpired());
    }

    private SessionLease Lease(bool closeWhenDetached = false) => new(TimeSpan.FromSeconds(60), closeWhenDetached, TimeSpan.FromSeconds(10), _clock);

    private void Advance(int seconds) => _clock.Advance(TimeSpan.FromSeconds(seconds));
}
