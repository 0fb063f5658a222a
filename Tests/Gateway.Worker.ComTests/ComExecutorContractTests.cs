using Gateway.Worker.Tests.Executors;

namespace Gateway.Worker.ComTests;

public sealed class ComExecutorContractTests : ExecutorContract
{
    protected override async Task<IExecutorFixture> CreateAsync() => await ComFixture.StartAsync();
}
