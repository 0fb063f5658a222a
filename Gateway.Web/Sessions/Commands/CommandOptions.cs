namespace Gateway.Web.Sessions.Commands;

/// <summary>Bounds of commands. Section <c>Gateway:Commands</c>.</summary>
internal sealed class CommandOptions
{
    public const string Section = "Gateway:Commands";

    /// <summary>
    /// Deadline of a command whose caller does not set one, in milliseconds. Writes to a busy platform have been seen to take ten
    /// seconds.
    /// </summary>
    public int DefaultTimeoutMs { get; set; } = 30_000;

    /// <summary>Longest deadline that a caller may set, in milliseconds.</summary>
    public int MaxTimeoutMs { get; set; } = 300_000;

    /// <summary>Largest number of unanswered commands of one session.</summary>
    public int MaxPendingPerSession { get; set; } = 128;
}
