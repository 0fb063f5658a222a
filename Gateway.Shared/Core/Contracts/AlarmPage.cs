namespace Gateway.Contracts;

/// <summary>A page of the log of transitions, oldest first, as <c>GET /api/alarms/log</c> gives it.</summary>
public sealed record AlarmPage
{
    public required string Epoch { get; init; }

    /// <summary>Oldest sequence that is retained; one beyond the latest when none is.</summary>
    public required long Oldest { get; init; }

    /// <summary>Latest sequence; 0 before the first transition.</summary>
    public required long Latest { get; init; }

    public required IReadOnlyList<AlarmTransition> Transitions { get; init; }

    /// <summary>The position after this page, which is the <c>after</c> of the next request. The end is reached when it equals <see cref="Latest"/>.</summary>
    public required long Next { get; init; }

    /// <summary>Present when the log cannot continue from the requested position; the page then begins with the oldest retained transition.</summary>
    public AlarmGapReason? Gap { get; init; }
}
