using Gateway.Web.Streams.Events;

namespace Gateway.Web.Sessions.Cluster.JetStream;

/// <summary>One message of a session's subject. README.md describes its form.</summary>
/// <param name="Kind">What it contains.</param>
/// <param name="Last">The last sequence that the subject accounts for with this message.</param>
internal sealed record LogMessage(LogMessageKind Kind, long Last)
{
    /// <summary>The first sequence of events or of a gap.</summary>
    public long? First { get; init; }

    /// <summary>Why there is a gap.</summary>
    public string? Reason { get; init; }

    /// <summary>The last sequence at which an item that is reported as removed may have had an event.</summary>
    public long? Through { get; init; }

    /// <summary>Number of this part, and of all parts, of an announcement of items that one message cannot hold.</summary>
    public (int Number, int Of)? Part { get; init; }

    /// <summary>The rows of events; otherwise <see cref="Body"/> has what there is.</summary>
    public IReadOnlyList<RowSlice> Rows { get; init; } = [];

    public ReadOnlyMemory<byte> Body { get; init; }
}
