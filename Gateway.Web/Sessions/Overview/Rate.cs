namespace Gateway.Web.Sessions.Overview;

/// <summary>The increase of a counter per second.</summary>
internal static class Rate
{
    /// <returns>Null when there is nothing to compare with.</returns>
    public static double? Of(long now, long? before, TimeSpan? elapsed) =>
        before is { } earlier && elapsed is { TotalSeconds: > 0 and var seconds } ? Math.Round(Math.Max(0, now - earlier) / seconds, 1) : null;
}
