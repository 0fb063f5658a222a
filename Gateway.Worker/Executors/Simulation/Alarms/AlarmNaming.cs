namespace Gateway.Worker.Executors.Simulation.Alarms;

/// <summary>The vendor's names for the kinds of alarm.</summary>
internal static class AlarmNaming
{
    /// <summary>The end of the name of an alarm, by kind; a discrete alarm has the name of its attribute.</summary>
    private static readonly string[] Suffixes =
    [
        "", "LoLo", "Lo", "Hi", "HiHi", "Dev.Minor", "Dev.Major", "Roc.DecreasingHi", "Roc.IncreasingHi", "Bad",
    ];

    /// <summary>The labels of <c>Category</c>, by kind; they are fixed.</summary>
    public static IReadOnlyList<string> Categories { get; } =
    [
        "Discrete", "Value LoLo", "Value Lo", "Value Hi", "Value HiHi", "Deviation Minor", "Deviation Major", "ROC Lo", "ROC Hi", "Bad",
    ];

    public static string SuffixOf(AlarmKind kind) => Suffixes[(int)kind];

    /// <summary>The kind of an alarm with a name such as <c>Level.HiHi</c>.</summary>
    public static AlarmKind OfName(string name) =>
        Enum.GetValues<AlarmKind>().FirstOrDefault(kind => kind != AlarmKind.Discrete && StemOf(name, kind) != name);

    /// <summary>
    /// The name without the part for the kind: <c>Level</c> for <c>Level.HiHi</c>, and the empty text for <c>HiHi</c>.
    /// </summary>
    public static string StemOf(string name, AlarmKind kind)
    {
        var suffix = SuffixOf(kind);
        if (name.Equals(suffix, StringComparison.OrdinalIgnoreCase))
        {
            return "";
        }

        return suffix.Length > 0 && name.EndsWith("." + suffix, StringComparison.OrdinalIgnoreCase)
            ? name[..^(suffix.Length + 1)]
            : name;
    }
}
