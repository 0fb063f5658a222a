namespace Gateway.Web.Platform.Store;

/// <summary>A session that lives, and what a restarted gateway needs to find its worker.</summary>
internal sealed class ManifestEntry
{
    public required string SessionId { get; init; }

    public string? Name { get; init; }

    public string? SessionTag { get; init; }

    public required string Backend { get; init; }

    public required string Owner { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required int LeaseSeconds { get; init; }

    public required bool CloseWhenDetached { get; init; }

    public required string PipeName { get; init; }

    /// <summary>The session's nonce, protected by <see cref="SecretProtector"/>; empty when the worker ends with its gateway.</summary>
    public required string ProtectedNonce { get; init; }

    public required int ProcessId { get; init; }

    /// <summary>When the process was started, in a form that only the machine's present run can compare.</summary>
    public required string ProcessStarted { get; init; }

    /// <summary>The worker program's file.</summary>
    public required string Executable { get; init; }
}
