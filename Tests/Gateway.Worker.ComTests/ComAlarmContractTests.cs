using Gateway.Worker.Tests.Executors;

namespace Gateway.Worker.ComTests;

public sealed class ComAlarmContractTests : AlarmContract
{
    protected override async Task<IExecutorFixture> CreateAsync() => await ComFixture.StartAsync();
}
