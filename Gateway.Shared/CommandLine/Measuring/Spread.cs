namespace Gateway.CommandLine.Measuring;

/// <summary>How measured times are spread, in milliseconds.</summary>
internal sealed record Spread(double P50, double P95, double P99, double Max)
{
    /// <summary>Null when nothing was measured.</summary>
    public static Spread? Of(List<double> milliseconds)
    {
        if (milliseconds.Count == 0)
        {
            return null;
        }

        milliseconds.Sort();
        return new Spread(At(milliseconds, 0.50), At(milliseconds, 0.95), At(milliseconds, 0.99), Math.Round(milliseconds[^1], 3));
    }

    // The nearest rank: the smallest time that so large a part did not exceed.
    private static double At(List<double> sorted, double part) => Math.Round(sorted[Math.Max((int)Math.Ceiling(part * sorted.Count) - 1, 0)], 3);
}
