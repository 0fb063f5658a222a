using Gateway.Protocol;

namespace Gateway.Worker.Pipe;

/// <summary>A command and the time at which the worker received it.</summary>
internal sealed class TimedCommand(CommandFrame frame, TimeProvider time)
{
    private readonly DateTime _startedAt = time.GetUtcNow().UtcDateTime;
    private readonly long _begun = time.GetTimestamp();

    public CommandFrame Frame => frame;

    /// <summary>The times from which the gateway makes a span; null for a command that is not traced.</summary>
    public CommandExecution? Execution() => frame.TraceParent is null
        ? null
        : new CommandExecution { StartedAt = _startedAt, DurationUs = (long)time.GetElapsedTime(_begun).TotalMicroseconds };
}
