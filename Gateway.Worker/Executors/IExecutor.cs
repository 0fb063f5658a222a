using Gateway.Contracts;

namespace Gateway.Worker.Executors;

/// <summary>
/// Runs the commands of one session and raises its events. Commands may be handed over from any thread and are run one
/// after another, in the order given, on the executor's own thread.
/// </summary>
public interface IExecutor : IAsyncDisposable
{
    /// <summary><c>simulator</c>, <c>com</c>, …</summary>
    string Backend { get; }

    /// <summary>How the executor is doing. Read from any thread.</summary>
    ExecutorHealth Health => ExecutorHealth.Sound;

    /// <summary>Makes the executor ready. Called once. Events go to <paramref name="sink"/> from the executor's thread.</summary>
    Task StartAsync(IExecutorSink sink, CancellationToken cancellationToken);

    /// <summary>
    /// Runs one command. A failing HRESULT is a reply. Cancelling gives up waiting; a command that has begun is not aborted.
    /// </summary>
    /// <exception cref="Errors.GatewayException"><c>InvalidArgument</c> or <c>Unsupported</c>: the command was not run.</exception>
    Task<MxReply> ExecuteAsync(MxCommand command, CancellationToken cancellationToken);

    /// <summary>
    /// Orderly end: unadvises, removes and unregisters what is left, then stops the thread. No event is raised after it
    /// returned. Disposing without it stops without the teardown.
    /// </summary>
    Task StopAsync(CancellationToken cancellationToken);
}
