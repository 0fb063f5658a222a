using Gateway.Web.Platform.Recorder;

namespace Gateway.Web.Sessions.Timelines;

/// <summary>Something that happened.</summary>
internal sealed record TimelineEntry
{
    /// <summary>UTC.</summary>
    public required DateTime At { get; init; }

    public required OccurrenceKind Kind { get; init; }

    /// <summary>To what it happened; absent when it is what the timeline is about.</summary>
    public RecorderPart? Part { get; init; }

    /// <summary>Its id; absent also when it is no longer known.</summary>
    public string? Id { get; init; }

    /// <summary>What belongs to the kind, by name: numbers, names of methods and modes, and <c>code</c> for the code of an error.</summary>
    public IReadOnlyDictionary<string, string>? Data { get; init; }
}
