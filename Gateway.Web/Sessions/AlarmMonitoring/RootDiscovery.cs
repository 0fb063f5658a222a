using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Web.Access.Items;
using Gateway.Web.Sessions.Catalogue;
using Gateway.Web.Streams.Alarms.Reducing;

namespace Gateway.Web.Sessions.AlarmMonitoring;

/// <summary>Finds the alarms of the configured objects.</summary>
internal static class RootDiscovery
{
    private const string InAlarm = ".InAlarm";
    private const string Bad = ".Bad";

    private static readonly string[] Limits = ["Limit", "Tolerance"];
    private static readonly AlarmAttribute[] Optional = [AlarmAttribute.AlarmMode, AlarmAttribute.AlarmShelved, AlarmAttribute.AlarmInhibit];

    /// <exception cref="GatewayException">The session does not answer, or there are too many alarms.</exception>
    public static async Task<FoundRoots> FindAsync(MonitorSession session, AlarmMonitorOptions options, CancellationToken cancellationToken)
    {
        var attributes = await session.ReadAsync([.. options.Objects.Select(ObjectAttributes.NamesOf)], cancellationToken);
        var areas = await session.ReadAsync([.. options.Objects.Select(ObjectAttributes.AreaOf)], cancellationToken);
        var found = new List<MonitoredRoot>();
        for (var i = 0; i < options.Objects.Count; i++)
        {
            found.AddRange(RootsOf(options.Objects[i], ObjectAttributes.NamesIn(attributes[i]), ObjectAttributes.TextIn(areas[i]) ?? options.Area));
        }

        var configured = options.Roots.Select(root => new MonitoredRoot(root, options.Area, [], ParentOf(root), null));
        var roots = found.Where(root => IsWanted(root.Reference, options)).Concat(configured)
            .DistinctBy(root => root.Reference, StringComparer.OrdinalIgnoreCase).ToArray();
        return roots.Length <= options.MaxRoots ? new FoundRoots(roots, [.. options.Objects.Where((_, i) => IsSilent(attributes[i]))]) : throw new GatewayException(
            GatewayErrorCode.InvalidArgument,
            $"There are {roots.Length} alarms, but {AlarmMonitorOptions.Section}:{nameof(options.MaxRoots)} is {options.MaxRoots}. None is watched; narrow Objects, Include or Exclude.");
    }

    /// <summary>Asks objects that did not answer once more.</summary>
    /// <returns>Whether one of them answers now.</returns>
    /// <exception cref="GatewayException">The session does not answer.</exception>
    public static async Task<bool> AnswersAnyAsync(MonitorSession session, IReadOnlyList<string> silent, CancellationToken cancellationToken) =>
        !(await session.ReadAsync([.. silent.Select(ObjectAttributes.NamesOf)], cancellationToken)).All(IsSilent);

    // An object that does not exist answers: its value is bad.
    private static bool IsSilent(MxItemResult result) => result.Hresult < 0;

    private static IEnumerable<MonitoredRoot> RootsOf(string target, string[] names, string? area)
    {
        var known = names.ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var name in names.Where(name => name.EndsWith(InAlarm, StringComparison.OrdinalIgnoreCase) && name.Length > InAlarm.Length))
        {
            var root = name[..^InAlarm.Length];
            var limit = Limits.FirstOrDefault(one => known.Contains($"{root}.{one}"));
            var value = ValueOf(root, known, ofValue: limit is not null || root.EndsWith(Bad, StringComparison.OrdinalIgnoreCase));
            yield return new MonitoredRoot(
                $"{target}.{root}",
                area,
                [.. Optional.Where(attribute => known.Contains($"{root}.{attribute}"))],
                value is null ? null : $"{target}.{value}",
                limit is null ? null : $"{target}.{root}.{limit}")
            {
                Object = target,
                UnitReference = value is not null && known.Contains($"{value}.{ObjectAttributes.Unit}") ? $"{target}.{value}.{ObjectAttributes.Unit}" : null,
                CanShelve = known.Contains($"{root}.{MonitoredRoot.ShelveCommand}"),
            };
        }
    }

    // X.Hi watches X; where X is a group of attributes, its value is X.PV by custom. Alarms of rates and deviations have one name more.
    private static string? ValueOf(string root, HashSet<string> known, bool ofValue)
    {
        string?[] names = ofValue && ParentOf(root) is { } parent
            ? [root, parent, $"{parent}.PV", ParentOf(parent), $"{ParentOf(parent)}.PV"]
            : [root, ParentOf(root)];
        return Array.Find(names, name => name is not null && known.Contains(name));
    }

    private static bool IsWanted(string reference, AlarmMonitorOptions options) =>
        (options.Include.Count == 0 || options.Include.Any(glob => ItemGlob.Matches(glob, reference)))
        && !options.Exclude.Any(glob => ItemGlob.Matches(glob, reference));

    private static string? ParentOf(string name) => name.LastIndexOf('.') is > 0 and var dot ? name[..dot] : null;
}
