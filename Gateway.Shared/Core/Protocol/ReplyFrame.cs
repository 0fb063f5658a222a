using Gateway.Contracts;

namespace Gateway.Protocol;

/// <summary>Worker to gateway: the reply, or the code and text of the refusal.</summary>
public sealed record ReplyFrame
{
    public required long CorrelationId { get; init; }

    public MxReply? Reply { get; init; }

    public string? ErrorCode { get; init; }

    public string? ErrorMessage { get; init; }

    /// <summary>When the command ran; only for a traced command.</summary>
    public CommandExecution? Execution { get; init; }
}
