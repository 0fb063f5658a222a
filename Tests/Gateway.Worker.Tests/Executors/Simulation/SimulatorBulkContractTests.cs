namespace Gateway.Worker.Tests.Executors.Simulation;

public sealed class SimulatorBulkContractTests : BulkContract
{
    protected override async Task<IExecutorFixture> CreateAsync() => await SimulatorFixture.StartAsync();
}
