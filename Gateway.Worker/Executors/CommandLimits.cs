namespace Gateway.Worker.Executors;

/// <summary>Upper bounds of what a command may carry. Beyond them a command is refused with <c>InvalidArgument</c>.</summary>
internal static class CommandLimits
{
    /// <summary>Characters of an item reference. The vendor allows 329 for the attribute part alone.</summary>
    public const int ItemReference = 1024;

    /// <summary>Characters of client names, user names, passwords and GUIDs.</summary>
    public const int Name = 256;

    /// <summary>Elements of a bulk command; they run one by one while nothing else does.</summary>
    public const int BulkElements = 10_000;

    /// <summary>Milliseconds that a ReadBulk waits at most.</summary>
    public const int ReadTimeoutMs = 600_000;

    /// <summary>Deadline assumed for a ReadBulk that names none, milliseconds.</summary>
    public const int DefaultTimeoutMs = 30_000;
}
