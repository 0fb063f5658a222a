using System.Globalization;
using Gateway.Contracts;
using Gateway.Testing;
using Gateway.Values;
using Gateway.Worker.Tests.Executors;
using Xunit.Abstractions;

namespace Gateway.Worker.ComTests;

/// <summary>
/// Nothing may remain: the fake counts references, handles and the blocks of COM's allocator (BSTRs, SAFEARRAYs).
/// </summary>
public sealed class LeakTests(ITestOutputHelper output)
{
    private const int Advises = 1000;
    private const int Opens = 200;

    /// <summary>
    /// What COM may allocate for itself during the whole test. Even the smallest leak, one text per write, would be several times
    /// as much.
    /// </summary>
    private const int Slack = 8;

    /// <summary>Threads of the pool come and go; a leak would be one or more handles per session.</summary>
    private const int HandleSlack = Opens / 4;

    [Fact]
    public async Task A_thousand_advises_leave_no_item_and_no_memory()
    {
        await using var fixture = await ComFixture.StartAsync(new Dictionary<string, string>
        {
            ["FAKELMX_FIRST_VALUE_DELAY_MS"] = "0",
            ["FAKELMX_WRITE_DELAY_MS"] = "0",
        });
        var driver = new ExecutorDriver(fixture);
        var server = await driver.RegisterAsync();
        FakeCounters.WatchMemory();
        await RoundAsync(fixture, driver, server, 50);
        var before = FakeCounters.Read();
        await RoundAsync(fixture, driver, server, Advises);
        var after = FakeCounters.Read();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Advises} rounds, blocks {before.MemoryBlocks} before, {after.MemoryBlocks} after"));
        Assert.Equal(0, after.Items);
        Assert.Equal((before.References, before.Sinks, before.Objects), (after.References, after.Sinks, after.Objects));
        Assert.InRange(after.MemoryBlocks - before.MemoryBlocks, -Slack, Slack);
        Assert.Equal(before.CallbackFailures, after.CallbackFailures);
    }

    [Fact]
    public async Task Two_hundred_sessions_leave_no_object_no_reference_and_no_handle()
    {
        await (await ComFixture.StartAsync()).DisposeAsync();
        FakeCounters.WatchMemory();
        await OpenAndCloseAsync(10);
        var before = FakeCounters.Read();
        var handles = HandleCount.Read();
        await OpenAndCloseAsync(Opens);
        var after = FakeCounters.Read();
        Assert.Equal((0, 0, 0, 0, 0), (after.Objects, after.References, after.Sinks, after.Registrations, after.Items));
        Assert.Equal(Opens, after.LastCreated - before.LastCreated);
        Assert.InRange(after.MemoryBlocks - before.MemoryBlocks, -Slack, Slack);

        // The runtime releases the handles of a thread some garbage collections after its end.
        var handlesAfter = 0;
        await Eventually.Async(() => (handlesAfter = HandleCount.Read()) - handles <= HandleSlack, "the handles of ended threads are given back");
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{Opens} rounds, blocks {before.MemoryBlocks} before, {after.MemoryBlocks} after, process handles {handles} before, {handlesAfter} after"));
        Assert.True(handles > 10, "The system's list of handles does not have ours.");
        Assert.Equal(0, after.WrongThread);
    }

    private static async Task RoundAsync(ComFixture fixture, ExecutorDriver driver, int server, int rounds)
    {
        for (var i = 0; i < rounds; i++)
        {
            // The value is a text, so that the callback carries a BSTR; every method with a text argument is called once.
            var added = await driver.RunAsync(new MxCommand
            {
                Method = i % 2 == 0 ? MxMethod.AddItem : MxMethod.AddItem2,
                ServerHandle = server,
                ItemDefinition = i % 3 == 0 ? "Types.Text" : "Plant.Crew[]",
                ItemContext = "Plant",
            });
            var item = added.ReturnValue!.Value;
            await driver.ItemAsync(MxMethod.Advise, server, item);
            if (i % 10 == 0)
            {
                await driver.UntilAsync(() => fixture.Sink.Of(item).Count > 0, "the first callback");
                await driver.WriteAsync(server, item, i % 3 == 0 ? MxValue.FromString("text") : MxValue.FromArray(VariantType.String, new[] { "one", "two" }));
                await driver.CompletionAsync(item);
            }

            await driver.ItemAsync(MxMethod.UnAdvise, server, item);
            Assert.Equal(0, (await driver.ItemAsync(MxMethod.RemoveItem, server, item)).Hresult);
        }
    }

    private static async Task OpenAndCloseAsync(int rounds)
    {
        for (var i = 0; i < rounds; i++)
        {
            await using var fixture = await ComFixture.StartAsync(new Dictionary<string, string> { ["FAKELMX_FIRST_VALUE_DELAY_MS"] = "0" });
            var driver = new ExecutorDriver(fixture);
            var server = await driver.RegisterAsync();
            await driver.AdviseAndWaitAsync(server, "Types.Text");
        }
    }
}
