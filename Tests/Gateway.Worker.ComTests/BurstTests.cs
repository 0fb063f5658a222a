using System.Collections.Concurrent;
using System.Globalization;
using Gateway.Testing;
using Gateway.Threading;
using Gateway.Worker.Pipe;
using Gateway.Worker.Tests.Executors;
using Xunit.Abstractions;

namespace Gateway.Worker.ComTests;

public sealed class BurstTests(ITestOutputHelper output)
{
    private const int Events = 200_000;

    [Fact]
    public async Task A_burst_arrives_whole_in_order_and_on_one_thread()
    {
        var ring = new EventRing(Events + 10, 64 * 1024 * 1024);
        var recorder = new EventRecorder(ring, new LatestRows(), new ItemJournal(ring), new AsyncSignal(), TimeProvider.System);
        var sink = new BurstSink(recorder, Events);
        var switches = new Dictionary<string, string> { ["FAKELMX_BURST"] = Events.ToString(CultureInfo.InvariantCulture) };
        await using var fixture = await ComFixture.StartAsync(switches, sink: sink);
        var driver = new ExecutorDriver(fixture);
        var server = await driver.RegisterAsync();
        var before = FakeCounters.Read();
        await driver.AdviseAsync(server, "Fake.Burst");
        await sink.Complete.WithTimeout("the whole burst");

        // The first value and the burst.
        Assert.Equal(Events + 1, ring.Latest);
        Assert.Equal(0, ring.State.Overwritten);
        Assert.Single(sink.Threads);
        // The component counts a callback when it has returned, so the last one may not have been counted yet.
        await Eventually.Async(() => FakeCounters.Read().Callbacks - before.Callbacks > Events, "the component to have counted every callback");
        var after = FakeCounters.Read();
        Assert.Equal(Events + 1, after.Callbacks - before.Callbacks);
        Assert.Equal(0, after.WrongThread);
        Assert.Equal(before.CallbackFailures, after.CallbackFailures);
        var seconds = TimeProvider.System.GetElapsedTime(sink.FirstAt, sink.LastAt).TotalSeconds;
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{Events} callbacks, {Events / seconds:0} a second, {ring.State.Bytes / (double)Events:0} bytes each in the ring"));
    }

    [Fact]
    public async Task A_ring_of_the_usual_size_is_filled_and_keeps_the_newest()
    {
        const int More = 550_000;
        var usual = new WorkerSettings { SessionId = "ring", PipeName = "none", Backend = "com" };
        var ring = new EventRing(usual.RingEvents, usual.RingBytes);
        var recorder = new EventRecorder(ring, new LatestRows(), new ItemJournal(ring), new AsyncSignal(), TimeProvider.System);
        var sink = new BurstSink(recorder, More);
        var switches = new Dictionary<string, string> { ["FAKELMX_BURST"] = More.ToString(CultureInfo.InvariantCulture) };
        await using var fixture = await ComFixture.StartAsync(switches, sink: sink);
        var driver = new ExecutorDriver(fixture);
        await driver.AdviseAsync(await driver.RegisterAsync(), "Fake.Burst");
        await sink.Complete.WithTimeout("the whole burst");
        Assert.Equal((More + 1, usual.RingEvents), (ring.Latest, ring.State.Events));
        Assert.Equal(More + 1 - usual.RingEvents, ring.State.Overwritten);
    }

    [Fact]
    public async Task Commands_are_answered_during_a_burst()
    {
        var sink = new BurstSink(new RecordingSink(), Events);
        var switches = new Dictionary<string, string> { ["FAKELMX_BURST"] = Events.ToString(CultureInfo.InvariantCulture) };
        await using var fixture = await ComFixture.StartAsync(switches, sink: sink);
        var driver = new ExecutorDriver(fixture);
        var server = await driver.RegisterAsync();
        var commands = new ConcurrentQueue<Task>();
        sink.OnThousand = () => commands.Enqueue(driver.AddAsync(server, fixture.WritableFloat));
        await driver.AdviseAsync(server, "Fake.Burst");

        await sink.Complete.WithTimeout("the whole burst");
        await Task.WhenAll(commands).WithTimeout("the commands");
        var during = sink.Announcements.Count(arrived => arrived is > 0 and <= Events);
        // At most 64 messages are dispatched before the commands have their turn, and one brings at most 2 000 numbers.
        Assert.True(during > commands.Count / 2, $"Only {during} of {commands.Count} commands ran while the burst ran.");
    }
}
