namespace Gateway.Web.Streams.Feed;

/// <summary>
/// Lets the same thing into the feed once in a while only: what somebody can repeat at will must not push out what happened.
/// Bounded; any thread.
/// </summary>
internal sealed class FeedThrottle(TimeProvider time)
{
    /// <summary>Name of the particular that says how often the same was held back before.</summary>
    public const string Repeated = "repeated";

    public static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    public const int MaxRemembered = 10_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, (long At, int Held)> _told = new(StringComparer.Ordinal);

    /// <returns>How often the same was held back since it was told last; null when it is held back now.</returns>
    public int? Admit(string what)
    {
        lock (_gate)
        {
            var now = time.GetTimestamp();
            if (_told.TryGetValue(what, out var last) && time.GetElapsedTime(last.At, now) < Interval)
            {
                _told[what] = last with { Held = last.Held + 1 };
                return null;
            }

            if (_told.Count >= MaxRemembered)
            {
                // Costs a change that could have been held back.
                _told.Clear();
            }

            _told[what] = (now, 0);
            return last.Held;
        }
    }
}
