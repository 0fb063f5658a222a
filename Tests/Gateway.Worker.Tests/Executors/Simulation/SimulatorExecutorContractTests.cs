namespace Gateway.Worker.Tests.Executors.Simulation;

public sealed class SimulatorExecutorContractTests : ExecutorContract
{
    protected override async Task<IExecutorFixture> CreateAsync() => await SimulatorFixture.StartAsync();
}
