namespace Gateway.Worker.Executors.Simulation;

/// <summary>Settings of the simulator. <see cref="SimulatorOptionsValidator"/> checks them.</summary>
public sealed record SimulatorOptions
{
    public const int MaxLoadItems = 9999;

    /// <summary>Path of a galaxy file; null for the built-in plant.</summary>
    public string? GalaxyPath { get; init; }

    /// <summary>
    /// Seed of all random numbers. Outside the deterministic mode two runs still differ, because their clocks differ.
    /// </summary>
    public long Seed { get; init; } = 1;

    /// <summary>
    /// Makes the same seed and the same clock steps give the same events: no scan is left out, and the host's figures are fixed.
    /// </summary>
    public bool Deterministic { get; init; }

    /// <summary>How often the plant is computed and changes are reported.</summary>
    public TimeSpan ScanPeriod { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// Delay from Advise to the first callback. It is short compared with a scan, but the callback visibly comes after the call
    /// has returned.
    /// </summary>
    public TimeSpan FirstValueDelay { get; init; } = TimeSpan.FromMilliseconds(20);

    /// <summary>Delay from a write, Suspend or Activate to its completion event; a write also takes effect only then.</summary>
    public TimeSpan WriteDelay { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Number of load items (<c>Load.Item0001</c> and so on).</summary>
    public int LoadItems { get; init; } = 1000;

    /// <summary>First value of <c>Load.Rate</c>: events per second over all advised load items.</summary>
    public int LoadRate { get; init; }

    /// <summary>The value of <c>Acked</c> of an alarm that has never been active. Installations differ.</summary>
    public bool AckedAtStart { get; init; } = true;

    /// <summary>
    /// Path of a file that makes the plants of all sessions with the same path one; null for a plant of each session's own.
    /// </summary>
    public string? SharedPath { get; init; }

    /// <summary>Whether every user name and password is accepted; null means that the galaxy file decides.</summary>
    public bool? FreeAccess { get; init; }

    /// <summary>
    /// Reads options from text settings. The keys are the property names, in any case; the periods and delays are named
    /// <c>ScanPeriodMs</c>, <c>FirstValueDelayMs</c> and <c>WriteDelayMs</c>. An option whose key is absent keeps its default.
    /// </summary>
    /// <exception cref="ArgumentException">The message names every unknown key, unreadable value and value out of
    /// bounds.</exception>
    public static SimulatorOptions FromDictionary(IReadOnlyDictionary<string, string> settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var options = new SimulatorOptions();
        var faults = new List<string>();
        foreach (var (key, text) in settings)
        {
            options = Apply(options, key, text, faults);
        }

        faults.AddRange(SimulatorOptionsValidator.Validate(options));
        return faults.Count == 0
            ? options
            : throw new ArgumentException($"The options of the simulator are invalid: {string.Join(" ", faults)}");
    }

    private static SimulatorOptions Apply(SimulatorOptions options, string key, string text, List<string> faults)
    {
        switch (key.ToUpperInvariant())
        {
            case "GALAXYPATH":
                return options with { GalaxyPath = string.IsNullOrWhiteSpace(text) ? null : text };
            case "SEED":
                return options with { Seed = SettingText.ReadInteger(key, text, options.Seed, faults) };
            case "DETERMINISTIC":
                return options with { Deterministic = SettingText.ReadBoolean(key, text, faults) };
            case "SCANPERIODMS":
                return options with { ScanPeriod = SettingText.ReadMilliseconds(key, text, options.ScanPeriod, faults) };
            case "FIRSTVALUEDELAYMS":
                return options with { FirstValueDelay = SettingText.ReadMilliseconds(key, text, options.FirstValueDelay, faults) };
            case "WRITEDELAYMS":
                return options with { WriteDelay = SettingText.ReadMilliseconds(key, text, options.WriteDelay, faults) };
            case "LOADITEMS":
                return options with { LoadItems = SettingText.ReadInt32(key, text, options.LoadItems, faults) };
            case "LOADRATE":
                return options with { LoadRate = SettingText.ReadInt32(key, text, options.LoadRate, faults) };
            case "ACKEDATSTART":
                return options with { AckedAtStart = SettingText.ReadBoolean(key, text, faults) };
            case "SHAREDPATH":
                return options with { SharedPath = string.IsNullOrWhiteSpace(text) ? null : text };
            case "FREEACCESS":
                return options with { FreeAccess = SettingText.ReadBoolean(key, text, faults) };
            default:
                faults.Add($"'{key}' is not an option of the simulator.");
                return options;
        }
    }
}
