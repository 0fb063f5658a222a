namespace Gateway.Worker.Executors;

/// <summary>
/// Upper bounds of the contents of a command. A command that exceeds them is refused with <c>InvalidArgument</c>.
/// </summary>
internal static class CommandLimits
{
    /// <summary>Characters of an item reference. The vendor allows 329 for the attribute part alone.</summary>
    public const int ItemReference = 1024;

    /// <summary>Characters of client names, user names, passwords and GUIDs.</summary>
    public const int Name = 256;

    /// <summary>Elements of a bulk command. They run one by one, and nothing else runs meanwhile.</summary>
    public const int BulkElements = 10_000;

    /// <summary>Longest time that a ReadBulk waits, in milliseconds.</summary>
    public const int ReadTimeoutMs = 600_000;

    /// <summary>Deadline of a ReadBulk that names none, in milliseconds.</summary>
    public const int DefaultTimeoutMs = 30_000;
}
