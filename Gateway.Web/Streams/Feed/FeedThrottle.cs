namespace Gateway.Web.Streams.Feed;

/// <summary>
/// Lets the same thing into the feed a few times in a while only: what somebody can repeat at will must not push out what happened.
/// Bounded; any thread.
/// </summary>
internal sealed class FeedThrottle(TimeProvider time)
{
    /// <summary>Name of the data field with the number of equal changes that were suppressed before.</summary>
    public const string Repeated = "repeated";

    public static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    public const int MaxRemembered = 10_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Episode> _told = new(StringComparer.Ordinal);

    /// <param name="what">What counts as the same.</param>
    /// <param name="most">How often it is told in one interval.</param>
    /// <returns>How often the same was held back since it was told last; null when it is held back now.</returns>
    public int? Admit(string what, int most = 1)
    {
        lock (_gate)
        {
            var now = time.GetTimestamp();
            var known = _told.TryGetValue(what, out var episode);
            if (known && time.GetElapsedTime(episode.At, now) < Interval)
            {
                var admitted = episode.Told < most;
                _told[what] = admitted ? episode with { Told = episode.Told + 1 } : episode with { Held = episode.Held + 1 };
                return admitted ? 0 : null;
            }

            if (!known && _told.Count >= MaxRemembered)
            {
                // The price is that a change may be recorded that could have been suppressed.
                _told.Clear();
            }

            _told[what] = new Episode(now, 1, 0);
            return episode.Held;
        }
    }

    private readonly record struct Episode(long At, int Told, int Held);
}
