namespace Gateway.Client.Internal;

/// <summary>Limits of time by a clock that tests can set.</summary>
internal static class TimeLimit
{
    /// <summary>A source that is cancelled after <paramref name="delay"/>. The caller disposes it.</summary>
    public static CancellationTokenSource After(TimeSpan delay, TimeProvider time) =>
#if NETSTANDARD2_0
        time.CreateCancellationTokenSource(delay);
#else
        new(delay, time);
#endif
}
