using System.Text.Json.Serialization;

namespace Gateway.Contracts;

/// <summary>How to read the alarms. Filters narrow what comes; positions move with the log all the same.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record AlarmRequest
{
    /// <summary>
    /// The last sequence the reader has. Absent: the stream begins with a snapshot. Inside the retained log: exactly the transitions
    /// after it, without a snapshot.
    /// </summary>
    public long? After { get; init; }

    /// <summary>The epoch that <see cref="After"/> belongs to; given only together with it. When absent, the current epoch is assumed.</summary>
    public string? Epoch { get; init; }

    /// <summary>
    /// The view that <see cref="After"/> was read with, as <see cref="AlarmStartedItem.View"/> or <see cref="AlarmAccessItem.View"/> gave it.
    /// When it is not today's, because rights or filter are other ones, <c>access</c> and a snapshot come. When absent, the gateway does not
    /// compare: whoever gives a position without its view must know that both are the same.
    /// </summary>
    public string? View { get; init; }

    /// <summary>Only alarms of exactly these areas, whatever the case; absent means all.</summary>
    public IReadOnlyList<string>? Areas { get; init; }

    /// <summary>Globs over the alarm's reference: <c>*</c> any run of characters, <c>?</c> one character, case-insensitive; any of them.</summary>
    public IReadOnlyList<string>? References { get; init; }

    /// <summary>Only alarms that are at least as urgent: 1 is the most urgent. An alarm of unknown priority passes.</summary>
    public int? PriorityTo { get; init; }

    /// <summary>Only alarms in any of these states; absent means all. What leaves them is sent once more, see <see cref="AlarmTransition.Leaves"/>.</summary>
    public IReadOnlyList<AlarmState>? States { get; init; }

    /// <summary>Conflate: while the reader is slow, or between two flushes, only the last transition of each alarm.</summary>
    public StreamMode Mode { get; init; }

    /// <summary>Least time between two <c>transition</c> items; what comes meanwhile goes out together. 0 sends at once.</summary>
    public int? FlushIntervalMs { get; init; }
}
