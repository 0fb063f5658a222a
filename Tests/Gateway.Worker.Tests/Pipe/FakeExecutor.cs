using Gateway.Contracts;
using Gateway.Worker.Executors;

namespace Gateway.Worker.Tests.Pipe;

/// <summary>An executor that does what a test says.</summary>
internal sealed class FakeExecutor : IExecutor
{
    public Func<MxCommand, CancellationToken, Task<MxReply>> OnCommand { get; set; } = (command, _) => Task.FromResult(new MxReply { Method = command.Method });

    public string Backend => "fake";

    public Task StartAsync(IExecutorSink sink, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<MxReply> ExecuteAsync(MxCommand command, CancellationToken cancellationToken) => OnCommand(command, cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
