using Gateway.Worker.Executors.Com.Interfaces;

namespace Gateway.Worker.Executors.Com;

/// <summary>Settings of the COM executor. <see cref="ComOptionsValidator"/> checks them.</summary>
public sealed record ComOptions
{
    /// <summary>
    /// ProgID of the component, such as <c>LMXProxy.LMXProxyServer</c>; if it is null, <see cref="ClassId"/> applies.
    /// </summary>
    public string? ProgId { get; init; }

    /// <summary>Class id of the component; the default is MXAccess.</summary>
    public Guid ClassId { get; init; } = ComIds.LmxProxyServer;

    /// <summary>
    /// Time zone of the source times of events and of the item times of timed writes, where these are dates or text. Which zone
    /// the product uses is not established, so it is a setting: <c>utc</c> (default), <c>local</c>, or the id of a time zone.
    /// Dates that are values pass through unchanged.
    /// </summary>
    public TimeZoneInfo TimeZone { get; init; } = TimeZoneInfo.Utc;

    /// <summary>
    /// A call into the component that runs longer than this makes the worker suspect: it refuses commands until the call returns.
    /// </summary>
    public TimeSpan SuspectAfter { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// A call into the component that runs longer than this faults the session. On a slow galaxy a command may take ten seconds.
    /// </summary>
    public TimeSpan HangTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// Item that is read to check whether the platform answers, such as the ScanState of a platform; null switches the check off.
    /// </summary>
    public string? ProbeItem { get; init; }

    /// <summary>The probe item is read when no callback with a quality other than bad has arrived for this long.</summary>
    public TimeSpan ProbeSilence { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>When a probe has no answer after this time, the platform counts as lost.</summary>
    public TimeSpan ProbeTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// Reads options from text settings. The keys are the property names, in any case; times are in milliseconds and named
    /// <c>SuspectAfterMs</c>, <c>HangTimeoutMs</c>, <c>ProbeSilenceMs</c> and <c>ProbeTimeoutMs</c>. An option whose key is
    /// absent keeps its default.
    /// </summary>
    /// <exception cref="ArgumentException">The message names every unknown key, unreadable value and value out of
    /// bounds.</exception>
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
            : throw new ArgumentException($"The options of the COM executor are invalid: {string.Join(" ", faults)}");
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
