using System.Text;

namespace Gateway.Web.Sessions.Cluster.JetStream;

/// <summary>Asks the owner of a session for its items and its latest values.</summary>
internal sealed record SnapshotRequest
{
    public const int Supported = 1;

    private const int MaxBytes = 1_024;

    public required int Format { get; init; }

    public required string SessionId { get; init; }

    /// <summary>Null when the bytes are not a request that this node can answer.</summary>
    public static SnapshotRequest? Read(byte[]? body) =>
        body is { Length: > 0 and <= MaxBytes } && ClusterJson.Read<SnapshotRequest>(Encoding.UTF8.GetString(body)) is { Format: Supported } request ? request : null;
}
