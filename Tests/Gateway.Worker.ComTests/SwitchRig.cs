using Gateway.Contracts;
using Gateway.Worker.Executors.Com;
using Gateway.Worker.Tests.Executors;

namespace Gateway.Worker.ComTests;

/// <summary>A registered session on a fake with some switches set.</summary>
internal sealed class SwitchRig : IAsyncDisposable
{
    private SwitchRig(ComFixture fixture)
    {
        Fixture = fixture;
        Driver = new ExecutorDriver(fixture);
    }

    public ComFixture Fixture { get; }

    public ExecutorDriver Driver { get; }

    public RecordingSink Sink => Fixture.Sink;

    public int Server { get; private set; }

    public static async Task<SwitchRig> StartAsync(ComOptions? options, TimeProvider time, params (string Name, string Value)[] switches)
    {
        var environment = switches.ToDictionary(entry => "FAKELMX_" + entry.Name, entry => entry.Value);
        var rig = new SwitchRig(await ComFixture.StartAsync(environment, options, time: time));
        rig.Server = await rig.Driver.RegisterAsync();
        return rig;
    }

    public static Task<SwitchRig> StartAsync(ComOptions? options, params (string Name, string Value)[] switches) =>
        StartAsync(options, TimeProvider.System, switches);

    public static Task<SwitchRig> StartAsync(params (string Name, string Value)[] switches) => StartAsync(null, switches);

    public Task<int> AdviseAndWaitAsync(string reference, MxMethod method = MxMethod.Advise) =>
        Driver.AdviseAndWaitAsync(Server, reference, method);

    public Task<MxReply> RunAsync(MxCommand command) => Driver.RunAsync(command with { ServerHandle = Server });

    /// <summary>Waits for the first data change of an item.</summary>
    public async Task<RecordedEvent> FirstAsync(string reference) => Sink.Of(await AdviseAndWaitAsync(reference))[0];

    public ValueTask DisposeAsync() => Fixture.DisposeAsync();
}
