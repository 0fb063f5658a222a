using Gateway.Protocol;

namespace Gateway.Worker.Pipe;

/// <summary>A command and when it was taken in.</summary>
internal sealed class TimedCommand(CommandFrame frame, TimeProvider time)
{
    private readonly DateTime _startedAt = time.GetUtcNow().UtcDateTime;
    private readonly long _begun = time.GetTimestamp();

    public CommandFrame Frame => frame;

    /// <summary>What the gateway makes a span of; null for a command that nobody traces.</summary>
    public CommandExecution? Execution() => frame.TraceParent is null
        ? null
        : new CommandExecution { StartedAt = _startedAt, DurationUs = (long)time.GetElapsedTime(_begun).TotalMicroseconds };
}
