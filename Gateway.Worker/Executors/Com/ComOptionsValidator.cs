using System.Globalization;

namespace Gateway.Worker.Executors.Com;

/// <summary>Finds all faults of <see cref="ComOptions"/> at once.</summary>
public static class ComOptionsValidator
{
    private const int LeastMs = 50;
    private const int MostMs = 3_600_000;

    /// <summary>One sentence per fault, which names the option and its bounds; empty when there is no fault.</summary>
    public static IReadOnlyList<string> Validate(ComOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var faults = new List<string>();
        Check(faults, "SuspectAfterMs", options.SuspectAfter, LeastMs);
        Check(faults, "HangTimeoutMs", options.HangTimeout, Math.Max(LeastMs, options.SuspectAfter.TotalMilliseconds));
        Check(faults, "ProbeSilenceMs", options.ProbeSilence, LeastMs);
        Check(faults, "ProbeTimeoutMs", options.ProbeTimeout, LeastMs);
        if (options.ProbeItem is { Length: > CommandLimits.ItemReference })
        {
            faults.Add($"ProbeItem must have at most {CommandLimits.ItemReference} characters.");
        }

        return faults;
    }

    private static void Check(List<string> faults, string option, TimeSpan value, double least)
    {
        if (!(value.TotalMilliseconds >= least && value.TotalMilliseconds <= MostMs))
        {
            faults.Add(string.Create(
                CultureInfo.InvariantCulture, $"{option} must be between {least} and {MostMs}, not {value.TotalMilliseconds}."));
        }
    }
}
