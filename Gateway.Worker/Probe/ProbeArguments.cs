using System.Globalization;

namespace Gateway.Worker.Probe;

/// <summary>The arguments of <see cref="ProbeCommand"/>.</summary>
internal sealed record ProbeArguments
{
    public const string Usage =
        "Gateway.Worker --probe [--item REFERENCE] [--timeout SECONDS] [--backend com] [--option key=value ...]\n"
        + "Checks whether MXAccess can be used on this machine, and prints what is missing. The options are those of the backend, such as ProgId or ClassId.";

    private const int DefaultTimeoutSeconds = 30;
    private const int LongestTimeoutSeconds = 600;

    public string Backend { get; private init; } = "com";

    /// <summary>Item to read; null means that the probe reads none.</summary>
    public string? Item { get; private init; }

    /// <summary>Time limit of the whole probe.</summary>
    public TimeSpan Timeout { get; private init; } = TimeSpan.FromSeconds(DefaultTimeoutSeconds);

    public IReadOnlyDictionary<string, string> BackendOptions { get; private init; } = new Dictionary<string, string>();

    /// <returns>Null when there are faults.</returns>
    public static ProbeArguments? Parse(IReadOnlyList<string> arguments, List<string> faults)
    {
        var parsed = new ProbeArguments();
        var options = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < arguments.Count; i += 2)
        {
            if (i + 1 >= arguments.Count)
            {
                faults.Add($"{arguments[i]} has no value.");
                break;
            }

            parsed = parsed.With(arguments[i], arguments[i + 1], options, faults);
        }

        return faults.Count == 0 ? parsed with { BackendOptions = options } : null;
    }

    /// <summary>Settings as for a worker, but without a session and a pipe.</summary>
    public WorkerSettings ToWorkerOptions() => new() { SessionId = "probe", PipeName = "none", Backend = Backend, BackendOptions = BackendOptions };

    private ProbeArguments With(string name, string value, Dictionary<string, string> options, List<string> faults)
    {
        switch (name)
        {
            case "--item":
                return this with { Item = value };
            case "--backend":
                return this with { Backend = value };
            case "--timeout" when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds is > 0 and <= LongestTimeoutSeconds:
                return this with { Timeout = TimeSpan.FromSeconds(seconds) };
            case "--timeout":
                faults.Add($"--timeout must be a number of seconds from 1 to {LongestTimeoutSeconds}.");
                return this;
            case "--option" when value.IndexOf('=', StringComparison.Ordinal) is > 0 and var equals:
                options[value[..equals]] = value[(equals + 1)..];
                return this;
            case "--option":
                faults.Add("--option must have the form key=value.");
                return this;
            default:
                faults.Add($"{name} is not an argument of {ProbeCommand.Name}.");
                return this;
        }
    }
}
