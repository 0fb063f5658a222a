using Gateway.Contracts;

namespace Gateway.Worker.Executors;

/// <summary>What an <see cref="ExecutorThread"/> does. All members are called on that thread only.</summary>
internal interface IExecutorWork
{
    /// <summary>How long until something falls due; zero or less means now, null means only a command can change that.</summary>
    TimeSpan? UntilNext { get; }

    /// <summary>Does everything that is due. Called before each command and when something falls due.</summary>
    void Advance();

    Task<MxReply> RunAsync(MxCommand command);

    /// <summary>Orderly end; no event is raised afterwards.</summary>
    void Teardown();
}
