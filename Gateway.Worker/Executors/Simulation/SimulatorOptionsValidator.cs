namespace Gateway.Worker.Executors.Simulation;

/// <summary>Finds all faults of <see cref="SimulatorOptions"/> at once.</summary>
public static class SimulatorOptionsValidator
{
    private const int MinScanPeriodMs = 10;
    private const int MaxScanPeriodMs = 60_000;
    private const int MaxDelayMs = 60_000;

    /// <summary>One sentence per fault, which names the option and its bounds; empty when there is no fault.</summary>
    public static IReadOnlyList<string> Validate(SimulatorOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var faults = new List<string>();
        if (options.GalaxyPath is { } path && !File.Exists(path))
        {
            faults.Add($"GalaxyPath: the file '{path}' does not exist.");
        }

        if (options is { SharedPath: not null, Deterministic: true })
        {
            faults.Add("SharedPath and Deterministic exclude each other: a shared plant follows the time of day.");
        }

        if (options.SharedPath is { } shared && Path.GetDirectoryName(Path.GetFullPath(shared)) is { } directory && !Directory.Exists(directory))
        {
            faults.Add($"SharedPath: the directory '{directory}' does not exist.");
        }

        Check(faults, "ScanPeriod (ms)", options.ScanPeriod.TotalMilliseconds, MinScanPeriodMs, MaxScanPeriodMs);
        Check(faults, "FirstValueDelay (ms)", options.FirstValueDelay.TotalMilliseconds, 0, MaxDelayMs);
        Check(faults, "WriteDelay (ms)", options.WriteDelay.TotalMilliseconds, 0, MaxDelayMs);
        Check(faults, "LoadItems", options.LoadItems, 0, SimulatorOptions.MaxLoadItems);
        Check(faults, "LoadRate", options.LoadRate, 0, LoadGenerator.MaxRate);
        return faults;
    }

    private static void Check(List<string> faults, string option, double value, double least, double most)
    {
        if (!(value >= least && value <= most))
        {
            faults.Add(string.Create(
                System.Globalization.CultureInfo.InvariantCulture, $"{option} must be between {least} and {most}, not {value}."));
        }
    }
}
