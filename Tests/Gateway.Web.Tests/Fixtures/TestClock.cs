namespace Gateway.Web.Tests.Fixtures;

/// <summary>
/// A clock that moves only when a test advances it; its timers are real. It starts at the real time, because parts of the
/// platform read that.
/// </summary>
internal sealed class TestClock(DateTimeOffset? start = null) : TimeProvider
{
    private DateTimeOffset _now = start ?? System.GetUtcNow();

    public override DateTimeOffset GetUtcNow() => _now;

    public void Advance(TimeSpan by) => _now += by;
}
