namespace Gateway.Contracts;

/// <summary>One of the gateway's durable logs.</summary>
public sealed record OverviewLog
{
    /// <summary><c>changes</c> or <c>alarms</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Identity of the numbering; empty until the log is open.</summary>
    public required string Epoch { get; init; }

    /// <summary>Oldest sequence that is retained.</summary>
    public required long Oldest { get; init; }

    public required long Latest { get; init; }

    /// <summary>Streams that read the log.</summary>
    public required int Readers { get; init; }

    /// <summary>Entries that wait to be written; absent when the log does not tell.</summary>
    public int? Waiting { get; init; }
}
