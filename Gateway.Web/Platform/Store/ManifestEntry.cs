namespace Gateway.Web.Platform.Store;

/// <summary>A session that is open, and what a restarted gateway needs to find its worker.</summary>
internal sealed class ManifestEntry
{
    public required string SessionId { get; init; }

    public string? Name { get; init; }

    public string? SessionTag { get; init; }

    public required string Backend { get; init; }

    public required string Owner { get; init; }

    public string? ClientIdentity { get; init; }

    public string? CorrelationId { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required int LeaseSeconds { get; init; }

    public required bool CloseWhenDetached { get; init; }

    public required string PipeName { get; init; }

    /// <summary>
    /// The session's nonce, protected by <see cref="SecretProtector"/>; empty when the worker ends together with its gateway.
    /// </summary>
    public required string ProtectedNonce { get; init; }

    public required int ProcessId { get; init; }

    /// <summary>When the process was started, in a form that can be compared only until the machine restarts.</summary>
    public required string ProcessStarted { get; init; }

    /// <summary>The path of the worker program.</summary>
    public required string Executable { get; init; }
}
