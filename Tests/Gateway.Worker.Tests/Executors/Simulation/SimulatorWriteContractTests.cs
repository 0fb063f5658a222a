namespace Gateway.Worker.Tests.Executors.Simulation;

public sealed class SimulatorWriteContractTests : WriteContract
{
    protected override async Task<IExecutorFixture> CreateAsync() => await SimulatorFixture.StartAsync();
}
