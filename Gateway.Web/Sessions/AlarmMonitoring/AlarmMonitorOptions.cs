using Gateway.Web.Platform.Settings;

namespace Gateway.Web.Sessions.AlarmMonitoring;

/// <summary>What the alarm monitor watches. Section <c>Gateway:Alarms</c>.</summary>
internal sealed class AlarmMonitorOptions
{
    public const string Section = "Gateway:Alarms";

    public bool Enabled { get; set; }

    /// <summary>Backend of the monitor's session; null means the default one.</summary>
    public string? Backend { get; set; }

    /// <summary>Session tag of the monitor's session: callers with this tag see the alarms.</summary>
    public string? SessionTag { get; set; }

    /// <summary>Objects whose alarms are found by their attribute <c>_Attributes[]</c>.</summary>
    public IReadOnlyList<string> Objects { get; set; } = [];

    /// <summary>Alarms by their own references, such as <c>Tank101.Level.Hi</c>.</summary>
    public IReadOnlyList<string> Roots { get; set; } = [];

    /// <summary>Globs over the references of found alarms; only alarms that one of them matches are watched. Empty means all.</summary>
    public IReadOnlyList<string> Include { get; set; } = [];

    /// <summary>Globs over the references of found alarms that are not watched.</summary>
    public IReadOnlyList<string> Exclude { get; set; } = [];

    /// <summary>Area of the alarms whose object names none.</summary>
    public string? Area { get; set; }

    /// <summary>Largest number of alarms. With more, none is watched.</summary>
    public int MaxRoots { get; set; } = 2_000;

    /// <summary>How often all alarms that are not normal, and some of the others, are read again, in seconds.</summary>
    public int ReconcileSeconds { get; set; } = 30;

    /// <summary>Number of normal alarms that are read again in each turn.</summary>
    public int ReconcileNormal { get; set; } = 200;

    /// <summary>How long first values are waited for, in seconds; an alarm without them is unknown.</summary>
    public int FirstValueSeconds { get; set; } = 10;

    /// <summary>The monitor is partial when at least this share of the alarms is unknown, in percent.</summary>
    public int PartialPercent { get; set; } = 20;

    /// <summary>How long the effect of an acknowledgement is waited for, in seconds.</summary>
    public int AcknowledgeSeconds { get; set; } = 30;

    /// <summary>Puts the caller's subject in front of the comment that the platform stores.</summary>
    public bool SignComments { get; set; }

    /// <summary>User id with which acknowledgements are written when <see cref="User"/> is not set; 0 means no user.</summary>
    public int UserId { get; set; }

    /// <summary>The platform's user that is logged in for acknowledging and shelving.</summary>
    public string? User { get; set; }

    [Secret]
    public string? Password { get; set; }

    /// <summary>First and longest wait before the session is opened again, in milliseconds.</summary>
    public int ReopenMs { get; set; } = 1_000;

    public int MaxReopenMs { get; set; } = 30_000;
}
