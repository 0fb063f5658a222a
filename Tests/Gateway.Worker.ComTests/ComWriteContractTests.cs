using Gateway.Worker.Tests.Executors;

namespace Gateway.Worker.ComTests;

public sealed class ComWriteContractTests : WriteContract
{
    protected override async Task<IExecutorFixture> CreateAsync() => await ComFixture.StartAsync();
}
