using Gateway.Contracts;

namespace Gateway.Worker.Executors;

/// <summary>
/// Runs the commands of one session and raises its events. Commands may be passed from any thread; they run one after another, in
/// the order given, on the executor's own thread.
/// </summary>
public interface IExecutor : IAsyncDisposable
{
    /// <summary>Name of the backend, such as <c>simulator</c> or <c>com</c>.</summary>
    string Backend { get; }

    /// <summary>The executor's own report about its state. May be read on any thread.</summary>
    ExecutorHealth Health => ExecutorHealth.Sound;

    /// <summary>Starts the executor. Called once. Events go to <paramref name="sink"/> on the executor's thread.</summary>
    Task StartAsync(IExecutorSink sink, CancellationToken cancellationToken);

    /// <summary>
    /// Runs one command. A failing HRESULT is a normal reply. Cancelling ends only the waiting; a command that has begun is not
    /// aborted.
    /// </summary>
    /// <exception cref="Errors.GatewayException"><c>InvalidArgument</c> or <c>Unsupported</c>: the command was not run.</exception>
    Task<MxReply> ExecuteAsync(MxCommand command, CancellationToken cancellationToken);

    /// <summary>
    /// Ends the executor in order: it unadvises, removes and unregisters what is left and then stops the thread. No event is
    /// raised after this method has returned. Disposing without it stops the thread without the teardown.
    /// </summary>
    Task StopAsync(CancellationToken cancellationToken);
}
