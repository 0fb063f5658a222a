
namespace Gateway.Web.Sessions.Cluster.JetStream;

/// <summary>Asks the owner of a session for its items and its latest values, and for events that the log lacks.</summary>
internal sealed record SnapshotRequest
{
    public const int Supported = 1;

    private const int MaxBytes = 1_024;

    public required int Format { get; init; }

    public required string SessionId { get; init; }

    /// <summary>The event before the missing ones; null when no events are asked for.</summary>
    public long? After { get; init; }

    /// <summary>The last missing event; null for everything that the owner has.</summary>
    public long? Through { get; init; }

    /// <summary>The numbering of the missing events; null for the owner's.</summary>
    public string? Epoch { get; init; }

    /// <summary>Asks for what belongs to a session as a whole, and for the events of the hole.</summary>
    public static SnapshotRequest For(string sessionId, LogHole? hole) =>
        new() { Format = Supported, SessionId = sessionId, After = hole?.After, Through = hole?.Through, Epoch = hole?.Epoch };

    /// <summary>Null when the bytes are not a request that this node can answer.</summary>
    public static SnapshotRequest? Read(byte[]? body) =>
        ClusterJson.Read<SnapshotRequest>(body, MaxBytes) is { Format: Supported, IsPossible: true } request ? request : null;

    private bool IsPossible => After is null or >= 0 && (Through is null || Through > After);
}
