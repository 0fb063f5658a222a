namespace Gateway.Contracts;

/// <summary>Why a session is faulted.</summary>
public sealed record SessionFault
{
    /// <summary>A stable code, such as <c>WorkerLost</c>.</summary>
    public required string Code { get; init; }

    /// <summary>What happened and what to do about it, for people.</summary>
    public required string Message { get; init; }

    public DateTime At { get; init; }
}
