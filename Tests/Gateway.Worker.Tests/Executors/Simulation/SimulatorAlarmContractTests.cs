namespace Gateway.Worker.Tests.Executors.Simulation;

public sealed class SimulatorAlarmContractTests : AlarmContract
{
    protected override async Task<IExecutorFixture> CreateAsync() => await SimulatorFixture.StartAsync();
}
