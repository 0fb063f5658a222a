namespace Gateway.Web.Streams.Alarms.Reducing;

/// <summary>
/// When an alarm was raised lately, as one of its attributes says: the last time, and those less than a minute before it. Immutable, and equal to
/// another one with the same times.
/// </summary>
internal sealed record RaiseTimes
{
    /// <summary>Older times are forgotten when there are more.</summary>
    public const int Most = 100;

    private static readonly TimeSpan Span = TimeSpan.FromMinutes(1);

    public static RaiseTimes None { get; } = new();

    public IReadOnlyList<DateTime> Times { get; init; } = [];

    // A source whose clock was set back has later times, which say nothing any more.
    public RaiseTimes With(DateTime time) => new() { Times = [.. Times.Where(one => one <= time && time - one < Span).TakeLast(Most - 1), time] };

    public bool Equals(RaiseTimes? other) => other is not null && Times.SequenceEqual(other.Times);

    public override int GetHashCode() => Times.Count == 0 ? 0 : HashCode.Combine(Times.Count, Times[^1]);
}
