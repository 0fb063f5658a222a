namespace Gateway.Web.Sessions.Cluster.JetStream;

/// <summary>Tells an owner which of its sessions have subscribers at an edge.</summary>
internal sealed record SessionKeepAlive
{
    public const int Supported = 1;

    /// <summary>Largest number of sessions of a message.</summary>
    public const int MaxSessions = 500;

    private const int MaxBytes = 64 * 1024;

    public required int Format { get; init; }

    public required IReadOnlyList<string?> SessionIds { get; init; }

    /// <summary>Null when the bytes are not a message that this node knows.</summary>
    public static SessionKeepAlive? Read(byte[]? body) =>
        ClusterJson.Read<SessionKeepAlive>(body, MaxBytes) is { Format: Supported, SessionIds.Count: <= MaxSessions } message ? message : null;
}
