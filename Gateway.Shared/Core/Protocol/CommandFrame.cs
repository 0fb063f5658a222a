using Gateway.Contracts;

namespace Gateway.Protocol;

/// <summary>Gateway to worker: run this command.</summary>
public sealed record CommandFrame
{
    public required long CorrelationId { get; init; }

    /// <summary>Time left for the command, milliseconds.</summary>
    public required int DeadlineMs { get; init; }

    public required MxCommand Command { get; init; }

    /// <summary>W3C trace context of a traced command; asks for <see cref="ReplyFrame.Execution"/>.</summary>
    public string? TraceParent { get; init; }
}
