using Gateway.Contracts;

namespace Gateway.Worker.Executors;

/// <summary>A command on its way to the executor's thread, and the reply that its caller awaits.</summary>
internal sealed class QueuedCommand(MxCommand command)
{
    // The continuations of callers must not run on the executor's thread.
    private readonly TaskCompletionSource<Task<MxReply>> _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public MxCommand Command => command;

    public Task<MxReply> Reply => _begun.Task.Unwrap();

    /// <summary>The command has been run; its reply may not be complete yet.</summary>
    public void Begin(Task<MxReply> reply) => _begun.TrySetResult(reply);

    public void Fail(Exception exception) => _begun.TrySetException(exception);
}
