namespace Gateway.Web.Tests.Fixtures;

/// <summary>A clock that stands still until a test moves it; its timers are real. Starts at the real time: parts of the platform read that one.</summary>
internal sealed class TestClock(DateTimeOffset? start = null) : TimeProvider
{
    private DateTimeOffset _now = start ?? System.GetUtcNow();

    public override DateTimeOffset GetUtcNow() => _now;

    public void Advance(TimeSpan by) => _now += by;
}
