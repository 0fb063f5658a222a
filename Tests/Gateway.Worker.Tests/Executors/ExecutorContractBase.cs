using Gateway.Testing;

namespace Gateway.Worker.Tests.Executors;

/// <summary>Gives each contract test its own executor.</summary>
public abstract class ExecutorContractBase : IAsyncLifetime
{
    protected const int InvalidArgument = unchecked((int)0x80070057);

    protected IExecutorFixture Fixture { get; private set; } = null!;

    protected ExecutorDriver Driver { get; private set; } = null!;

    protected RecordingSink Sink => Fixture.Sink;

    public async Task InitializeAsync()
    {
        Fixture = await CreateAsync();
        Driver = new ExecutorDriver(Fixture);
    }

    public async Task DisposeAsync() => await Fixture.DisposeAsync().WithTimeout("the end of the executor");

    protected abstract Task<IExecutorFixture> CreateAsync();
}
