namespace Gateway.Web.Sessions.Lifetime;

/// <summary>Bounds of sessions. Section <c>Gateway:Sessions</c>.</summary>
internal sealed class SessionOptions
{
    public const string Section = "Gateway:Sessions";

    /// <summary>Sessions at the same time.</summary>
    public int MaxSessions { get; set; } = 64;

    /// <summary>Lease of a session that names none, seconds.</summary>
    public int DefaultLeaseSeconds { get; set; } = 1_800;

    /// <summary>Longest lease a client may ask for, seconds.</summary>
    public int MaxLeaseSeconds { get; set; } = 7 * 24 * 3600;

    /// <summary>How long a session that closes when detached is kept after its last subscriber left, seconds.</summary>
    public int DetachGraceSeconds { get; set; } = 30;

    /// <summary>How long a planned stop waits for commands under way to be answered, seconds.</summary>
    public int DrainSeconds { get; set; } = 10;

    /// <summary>How often leases are looked at and histories are swept, milliseconds.</summary>
    public int SweepIntervalMs { get; set; } = 1_000;

    /// <summary>How long a faulted session stays listed with its reason, seconds.</summary>
    public int FaultRetentionSeconds { get; set; } = 300;
}
