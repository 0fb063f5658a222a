namespace Gateway.Client.Internal;

/// <summary>
/// Exponential backoff with full jitter: the wait is drawn evenly between zero and a limit that doubles. Clients that lost
/// the same gateway at the same moment therefore return at different times. Safe on any thread.
/// </summary>
internal sealed class Backoff(TimeSpan first, TimeSpan cap, Random random)
{
    /// <summary>Beyond this exponent the limit is the cap anyway, and a double stays finite.</summary>
    private const int MaxExponent = 30;

    private readonly Lock _gate = new();

    /// <summary>The wait before retry number <paramref name="attempt"/>, from 0.</summary>
    public TimeSpan Next(int attempt)
    {
        var limit = Math.Min(cap.TotalMilliseconds, first.TotalMilliseconds * Math.Pow(2, Math.Min(attempt, MaxExponent)));
        lock (_gate)
        {
            return TimeSpan.FromMilliseconds(random.NextDouble() * limit);
        }
    }
}
