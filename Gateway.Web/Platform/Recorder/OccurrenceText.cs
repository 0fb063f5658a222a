using System.Globalization;

namespace Gateway.Web.Platform.Recorder;

/// <summary>Makes text of the numbers and words of an entry, when somebody reads it.</summary>
internal static class OccurrenceText
{
    /// <returns>What belongs to the entry, by name; null when nothing does.</returns>
    public static IReadOnlyDictionary<string, string>? DataOf(in Occurrence entry)
    {
        var (word, a, b) = NamesOf(entry.Kind);
        var data = new Dictionary<string, string>(StringComparer.Ordinal);
        Add(data, word, entry.Word.ToString());
        Add(data, a, TextOf(entry.A));
        Add(data, b, TextOf(entry.B));
        Add(data, "code", entry.Code?.ToString());
        return data.Count == 0 ? null : data;
    }

    private static void Add(Dictionary<string, string> data, string? name, string? value)
    {
        if (name is not null && value is not null)
        {
            data[name] = value;
        }
    }

    private static string? TextOf(long number) => number == Occurrence.Absent ? null : number.ToString(CultureInfo.InvariantCulture);

    private static (string? Word, string? A, string? B) NamesOf(OccurrenceKind kind) => kind switch
    {
        OccurrenceKind.Connected => ("transport", null, null),
        OccurrenceKind.Negotiated => ("format", null, null),
        OccurrenceKind.TokenRenewed => (null, "expiresInSeconds", null),
        OccurrenceKind.SessionTraced => (null, "minutes", null),
        OccurrenceKind.TokenEnded => (null, "streamsEnded", null),
        OccurrenceKind.StreamStarted => ("mode", "after", null),
        OccurrenceKind.FilterChanged => ("mode", null, null),
        OccurrenceKind.ModeChanged => ("reason", "after", null),
        OccurrenceKind.Slow => (null, "bufferEvents", null),
        OccurrenceKind.Gap => ("reason", "after", "missed"),
        OccurrenceKind.Lagged => (null, "conflated", "dropped"),
        OccurrenceKind.Command => ("method", "microseconds", null),
        OccurrenceKind.SessionAdopted or OccurrenceKind.WorkerStarted or OccurrenceKind.WorkerFound => (null, "processId", null),
        OccurrenceKind.WorkerReady => (null, "milliseconds", null),
        OccurrenceKind.WorkerLost => ("cause", null, null),
        OccurrenceKind.WorkerExited => (null, "exitCode", null),
        _ => (null, null, null),
    };
}
