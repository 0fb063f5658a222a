using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Events;
using Gateway.Testing;
using Gateway.Values;
using Gateway.Worker.Executors.Simulation;

namespace Gateway.Worker.Tests.Executors.Simulation;

/// <summary>Behaviour that only the simulator has, or that can only be tested with a stopped clock.</summary>
public sealed class SimulatorBehaviourTests
{
    private const int InvalidArgument = unchecked((int)0x80070057);
    private const int TimedOut = unchecked((int)0x800705B4);
    private const int Aborted = unchecked((int)0x80004004);

    private static readonly SimulatorOptions SlowFirstValue = new() { Deterministic = true, LoadItems = 0, FirstValueDelay = TimeSpan.FromSeconds(30) };

    [Fact]
    public async Task An_advised_item_cannot_be_written_before_its_first_callback()
    {
        await using var fixture = await SimulatorFixture.StartAsync();
        var driver = new ExecutorDriver(fixture);
        var server = await driver.RegisterAsync();
        var item = await driver.AdviseAsync(server, fixture.WritableFloat);
        Assert.Equal(InvalidArgument, (await driver.WriteAsync(server, item, MxValue.FromFloat(1))).Hresult);
    }

    [Fact]
    public async Task A_second_advise_is_tolerated_and_brings_no_second_first_callback()
    {
        await using var fixture = await SimulatorFixture.StartAsync();
        var driver = new ExecutorDriver(fixture);
        var server = await driver.RegisterAsync();
        var item = await driver.AdviseAndWaitAsync(server, fixture.WritableFloat);
        Assert.Equal(0, (await driver.ItemAsync(MxMethod.AdviseSupervisory, server, item)).Hresult);
        await driver.PassAsync(TimeSpan.FromSeconds(1));
        Assert.Single(fixture.Sink.Of(item));
        Assert.Equal(AdviseKind.Supervisory, fixture.Sink.Log.OfType<ItemInfo>().Last().Advised);
    }

    [Fact]
    public async Task A_read_that_runs_out_of_time_fails_and_leaves_no_trace()
    {
        await using var fixture = await SimulatorFixture.StartAsync(SlowFirstValue);
        var driver = new ExecutorDriver(fixture);
        var server = await driver.RegisterAsync();
        var reading = Read(driver, server);
        await driver.RunAsync(new MxCommand { Method = MxMethod.Ping });
        fixture.Clock.Advance(TimeSpan.FromMilliseconds(999));
        await driver.RunAsync(new MxCommand { Method = MxMethod.Ping });
        Assert.False(reading.IsCompleted);
        fixture.Clock.Advance(TimeSpan.FromMilliseconds(1));
        var results = (await reading).Results!;
        Assert.All(results, result => Assert.Equal(TimedOut, result.Hresult));
        Assert.All(results, result => Assert.Contains("time-out", result.Diagnostic, StringComparison.Ordinal));
        await driver.PassAsync(TimeSpan.FromSeconds(1));
        fixture.Clock.Advance(TimeSpan.FromSeconds(60));
        await driver.RunAsync(new MxCommand { Method = MxMethod.Ping });
        Assert.Empty(fixture.Sink.Log);
    }

    [Fact]
    public async Task A_read_ends_with_its_server()
    {
        await using var fixture = await SimulatorFixture.StartAsync(SlowFirstValue);
        var driver = new ExecutorDriver(fixture);
        var server = await driver.RegisterAsync();
        var reading = Read(driver, server);
        await driver.RunAsync(new MxCommand { Method = MxMethod.Unregister, ServerHandle = server });
        Assert.All((await reading).Results!, result => Assert.Equal(Aborted, result.Hresult));
    }

    [Fact]
    public async Task A_read_ends_with_the_executor()
    {
        await using var fixture = await SimulatorFixture.StartAsync(SlowFirstValue);
        var driver = new ExecutorDriver(fixture);
        var reading = Read(driver, await driver.RegisterAsync());
        await fixture.Executor.StopAsync(CancellationToken.None).WithTimeout("the stop");
        Assert.All((await reading).Results!, result => Assert.Equal(Aborted, result.Hresult));
    }

    [Fact]
    public async Task With_free_access_everybody_is_user_1()
    {
        await using var fixture = await SimulatorFixture.StartAsync(new SimulatorOptions { Deterministic = true, FreeAccess = true });
        var driver = new ExecutorDriver(fixture);
        var server = await driver.RegisterAsync();
        var reply = await driver.RunAsync(new MxCommand { Method = MxMethod.AuthenticateUser, ServerHandle = server, UserName = "x", Password = "y" });
        Assert.Equal((0, 1), (reply.Hresult, reply.ReturnValue));
        var item = await driver.AdviseAndWaitAsync(server, fixture.Verified);
        await driver.WriteSecuredAsync(server, item, MxValue.FromBoolean(true), 1, 1);
        Assert.True((await driver.CompletionAsync(item)).IsSuccess);
    }

    [Theory]
    [InlineData("6f0d5a3e-3a57-4d0b-9f43-5a4c7b1d0002", 0, 2)]
    [InlineData("{6F0D5A3E-3A57-4D0B-9F43-5A4C7B1D0002}", 0, 2)]
    [InlineData("00000000-0000-0000-0000-000000000000", InvalidArgument, null)]
    [InlineData("no guid", InvalidArgument, null)]
    public async Task A_user_is_found_by_guid(string guid, int hresult, int? user)
    {
        await using var fixture = await SimulatorFixture.StartAsync();
        var driver = new ExecutorDriver(fixture);
        var server = await driver.RegisterAsync();
        var reply = await driver.RunAsync(new MxCommand { Method = MxMethod.ArchestrAUserToId, ServerHandle = server, UserGuid = guid });
        Assert.Equal((hresult, user), (reply.Hresult, reply.ReturnValue));
    }

    [Fact]
    public async Task A_full_bulk_of_subscriptions_and_its_reverse_work()
    {
        await using var fixture = await SimulatorFixture.StartAsync(new SimulatorOptions { Deterministic = true, LoadItems = SimulatorOptions.MaxLoadItems });
        var driver = new ExecutorDriver(fixture);
        var server = await driver.RegisterAsync();
        var references = Enumerable.Range(1, SimulatorOptions.MaxLoadItems).Select(number => $"Load.Item{number:D4}").ToList();
        var added = await driver.RunAsync(new MxCommand { Method = MxMethod.SubscribeBulk, ServerHandle = server, ItemDefinitions = references });
        await driver.PassAsync(TimeSpan.FromMilliseconds(100));
        Assert.Equal(references.Count, fixture.Sink.Events.Count);
        var handles = added.Results!.Select(result => result.ItemHandle!.Value).ToList();
        await driver.RunAsync(new MxCommand { Method = MxMethod.UnsubscribeBulk, ServerHandle = server, ItemHandles = handles });
        Assert.Equal(references.Count, fixture.Sink.Log.OfType<ItemKey>().Count());
    }

    [Fact]
    public async Task An_executor_that_was_disposed_refuses_commands()
    {
        var fixture = await SimulatorFixture.StartAsync();
        await fixture.DisposeAsync();
        await fixture.DisposeAsync();
        var refused = await Assert.ThrowsAsync<GatewayException>(() =>
            fixture.Executor.ExecuteAsync(new MxCommand { Method = MxMethod.Ping }, CancellationToken.None).WithTimeout("the refusal"));
        Assert.Equal(GatewayErrorCode.WorkerUnavailable, refused.Code);
    }

    [Fact]
    public async Task On_the_real_clock_values_come_by_themselves()
    {
        await using var executor = new SimulatorExecutor(new SimulatorOptions { ScanPeriod = TimeSpan.FromMilliseconds(50) }, TimeProvider.System);
        var sink = new SignallingSink(events: 10);
        await executor.StartAsync(sink, CancellationToken.None).WithTimeout("the start");
        var server = (await executor.ExecuteAsync(new MxCommand { Method = MxMethod.Register, ClientName = "c" }, CancellationToken.None)).ReturnValue;
        await executor.ExecuteAsync(
            new MxCommand { Method = MxMethod.SubscribeBulk, ServerHandle = server, ItemDefinitions = ["Tank101.Level.PV"] }, CancellationToken.None);
        await sink.Reached.WithTimeout("ten events in real time");
        await executor.StopAsync(CancellationToken.None).WithTimeout("the stop");
    }

    private static Task<MxReply> Read(ExecutorDriver driver, int server) => driver.RunAsync(new MxCommand
    {
        Method = MxMethod.ReadBulk,
        ServerHandle = server,
        ItemDefinitions = ["Tank101.Level.PV", "Tank102.Level.PV"],
        ReadTimeoutMs = 1000,
    });
}
