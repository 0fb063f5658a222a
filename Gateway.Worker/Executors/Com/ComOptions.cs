using Gateway.Worker.Executors.Com.Interfaces;

namespace Gateway.Worker.Executors.Com;

/// <summary>Settings of the COM executor. Check them with <see cref="ComOptionsValidator"/>.</summary>
public sealed record ComOptions
{
    /// <summary>The component by name, such as <c>LMXProxy.LMXProxyServer</c>; null for <see cref="ClassId"/>.</summary>
    public string? ProgId { get; init; }

    /// <summary>The component by class id; MXAccess unless told otherwise.</summary>
    public Guid ClassId { get; init; } = ComIds.LmxProxyServer;

    /// <summary>
    /// The zone of the source times of events and the item times of timed writes, where they are dates or text. Which one it is has
    /// not been established for the product, so it can be set: <c>utc</c> (default), <c>local</c>, or the id of a zone. Dates that
    /// are values pass through unchanged.
    /// </summary>
    public TimeZoneInfo TimeZone { get; init; } = TimeZoneInfo.Utc;

    /// <summary>A call into the component that runs longer makes the worker suspect: further commands are refused meanwhile.</summary>
    public TimeSpan SuspectAfter { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>A call into the component that runs longer faults the session. Commands may take ten seconds on a slow galaxy.</summary>
    public TimeSpan HangTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>An item that is read to find out whether the platform is there, such as a platform's ScanState; null does not watch it.</summary>
    public string? ProbeItem { get; init; }

    /// <summary>The probe item is read when there was no callback of other than bad quality for so long.</summary>
    public TimeSpan ProbeSilence { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>A probe without an answer for so long means that the platform is lost.</summary>
    public TimeSpan ProbeTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// Reads options from text settings. Keys are the property names, case-insensitive; times are in milliseconds and named
    /// <c>SuspectAfterMs</c>, <c>HangTimeoutMs</c>, <c>ProbeSilenceMs</c>, <c>ProbeTimeoutMs</c>. Absent keys keep the default.
    /// </summary>
    /// <exception cref="ArgumentException">Names every unknown key, unreadable value and value out of bounds.</exception>
    public static ComOptions FromDictionary(IReadOnlyDictionary<string, string> settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var options = new ComOptions();
        var faults = new List<string>();
        foreach (var (key, text) in settings)
        {
            options = Apply(options, key, text, faults);
        }

        faults.AddRange(ComOptionsValidator.Validate(options));
        return faults.Count == 0
            ? options
            : throw new ArgumentException($"The options of the COM executor are wrong: {string.Join(" ", faults)}", nameof(settings));
    }

    private static ComOptions Apply(ComOptions options, string key, string text, List<string> faults)
    {
        switch (key.ToUpperInvariant())
        {
            case "PROGID":
                return options with { ProgId = string.IsNullOrWhiteSpace(text) ? null : text };
            case "CLASSID":
                return options with { ClassId = ReadGuid(key, text, options.ClassId, faults) };
            case "TIMEZONE":
                return options with { TimeZone = ReadZone(key, text, options.TimeZone, faults) };
            case "SUSPECTAFTERMS":
                return options with { SuspectAfter = SettingText.ReadMilliseconds(key, text, options.SuspectAfter, faults) };
            case "HANGTIMEOUTMS":
                return options with { HangTimeout = SettingText.ReadMilliseconds(key, text, options.HangTimeout, faults) };
            case "PROBEITEM":
                return options with { ProbeItem = string.IsNullOrWhiteSpace(text) ? null : text };
            case "PROBESILENCEMS":
                return options with { ProbeSilence = SettingText.ReadMilliseconds(key, text, options.ProbeSilence, faults) };
            case "PROBETIMEOUTMS":
                return options with { ProbeTimeout = SettingText.ReadMilliseconds(key, text, options.ProbeTimeout, faults) };
            default:
                faults.Add($"'{key}' is not an option of the COM executor.");
                return options;
        }
    }

    private static Guid ReadGuid(string key, string text, Guid present, List<string> faults)
    {
        if (Guid.TryParse(text, out var id))
        {
            return id;
        }

        faults.Add($"'{key}' must be a GUID, not '{text}'.");
        return present;
    }

    private static TimeZoneInfo ReadZone(string key, string text, TimeZoneInfo present, List<string> faults)
    {
        switch (text.ToUpperInvariant())
        {
            case "UTC":
                return TimeZoneInfo.Utc;
            case "LOCAL":
                return TimeZoneInfo.Local;
            default:
                if (TimeZoneInfo.TryFindSystemTimeZoneById(text, out var zone))
                {
                    return zone;
                }

                faults.Add($"'{key}' must be utc, local or the id of a time zone, not '{text}'.");
                return present;
        }
    }
}
