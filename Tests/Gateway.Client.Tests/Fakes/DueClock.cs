using System.Threading.Channels;
using Gateway.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Client.Tests.Fakes;

/// <summary>A clock that reports each wait that begins, so that a test can advance it exactly to the end of that wait.</summary>
/// <param name="ahead">By how much its time of day is ahead of its counter.</param>
internal sealed class DueClock(TimeSpan ahead) : TimeProvider
{
    private readonly FakeTimeProvider _time = new();
    private readonly Channel<TimeSpan> _waits = Channel.CreateBounded<TimeSpan>(1_000);

    public override long TimestampFrequency => _time.TimestampFrequency;

    /// <summary>The correct time of day.</summary>
    public DateTimeOffset True => _time.GetUtcNow();

    public override DateTimeOffset GetUtcNow() => True + ahead;

    public override long GetTimestamp() => _time.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = _time.CreateTimer(callback, state, dueTime, period);
        _waits.Writer.TryWrite(dueTime);
        return timer;
    }

    public async Task<TimeSpan> NextWaitAsync() => await _waits.Reader.ReadAsync().AsTask().WithTimeout("a wait that begins");

    public void Advance(TimeSpan by) => _time.Advance(by);
}
