namespace Gateway.Web.Sessions.Commands;

/// <summary>Bounds of commands. Section <c>Gateway:Commands</c>.</summary>
internal sealed class CommandOptions
{
    public const string Section = "Gateway:Commands";

    /// <summary>Deadline of a command that names none, milliseconds. Writes to a busy platform have been seen to take ten seconds.</summary>
    public int DefaultTimeoutMs { get; set; } = 30_000;

    /// <summary>Longest deadline a caller may ask for, milliseconds.</summary>
    public int MaxTimeoutMs { get; set; } = 300_000;

    /// <summary>Commands of one session that may wait for an answer.</summary>
    public int MaxPendingPerSession { get; set; } = 128;
}
