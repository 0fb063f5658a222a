using Gateway.Contracts;

namespace Gateway.Worker.Executors;

/// <summary>A command on its way to the executor's thread, and the reply its caller awaits.</summary>
internal sealed class QueuedCommand(MxCommand command)
{
    // Callers must not continue on the executor's thread.
    private readonly TaskCompletionSource<Task<MxReply>> _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public MxCommand Command => command;

    public Task<MxReply> Reply => _begun.Task.Unwrap();

    /// <summary>The command was run; its reply may still be under way.</summary>
    public void Begin(Task<MxReply> reply) => _begun.TrySetResult(reply);

    public void Fail(Exception exception) => _begun.TrySetException(exception);
}
