namespace Gateway.Web.Sessions.Lifetime;

/// <summary>Bounds of sessions. Section <c>Gateway:Sessions</c>.</summary>
internal sealed class SessionOptions
{
    public const string Section = "Gateway:Sessions";

    /// <summary>Largest number of sessions at the same time.</summary>
    public int MaxSessions { get; set; } = 64;

    /// <summary>Lease of a session whose client does not ask for one, in seconds.</summary>
    public int DefaultLeaseSeconds { get; set; } = 1_800;

    /// <summary>Longest lease that a client may ask for, in seconds.</summary>
    public int MaxLeaseSeconds { get; set; } = 7 * 24 * 3600;

    /// <summary>How long a session that closes when detached stays open after its last subscriber has left, in seconds.</summary>
    public int DetachGraceSeconds { get; set; } = 30;

    /// <summary>How long a planned stop waits for running commands, in seconds.</summary>
    public int DrainSeconds { get; set; } = 10;

    /// <summary>How often leases are checked and histories are swept, in milliseconds.</summary>
    public int SweepIntervalMs { get; set; } = 1_000;

    /// <summary>How long a faulted session stays listed with its reason, in seconds.</summary>
    public int FaultRetentionSeconds { get; set; } = 300;
}
