namespace Gateway.Web.Streams.Feed;

/// <summary>
/// Lets equal changes into the feed only once in an interval, so that a change that somebody can repeat at will does not displace
/// others. Bounded; may be used on any thread.
/// </summary>
internal sealed class FeedThrottle(TimeProvider time)
{
    /// <summary>Name of the data field with the number of equal changes that were suppressed before.</summary>
    public const string Repeated = "repeated";

    public static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    public const int MaxRemembered = 10_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, (long At, int Held)> _recorded = new(StringComparer.Ordinal);

    /// <returns>How many equal changes were suppressed since the last recorded one; null when this one is suppressed.</returns>
    public int? Admit(string what)
    {
        lock (_gate)
        {
            var now = time.GetTimestamp();
            if (_recorded.TryGetValue(what, out var last) && time.GetElapsedTime(last.At, now) < Interval)
            {
                _recorded[what] = last with { Held = last.Held + 1 };
                return null;
            }

            if (_recorded.Count >= MaxRemembered)
            {
                // The price is that a change may be recorded that could have been suppressed.
                _recorded.Clear();
            }

            _recorded[what] = (now, 0);
            return last.Held;
        }
    }
}
