namespace Gateway.Web.Sessions.AlarmMonitoring;

/// <summary>The alarms that are to be watched.</summary>
/// <param name="Roots">Those that are configured or that objects have told.</param>
/// <param name="Silent">The objects that did not answer in time: which alarms they have is not known.</param>
internal sealed record FoundRoots(IReadOnlyList<MonitoredRoot> Roots, IReadOnlyList<string> Silent)
{
    /// <summary>Whether a reference belongs to an object that did not answer.</summary>
    public bool IsOfSilent(string reference) =>
        Silent.Any(target => reference.Length > target.Length && reference[target.Length] == '.' && reference.StartsWith(target, StringComparison.OrdinalIgnoreCase));
}
