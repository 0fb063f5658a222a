using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Testing;
using Gateway.Web.Streams.Feed;
using Gateway.Web.Tests.Fixtures;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Web.Tests.Streams.Feed;

/// <summary>The writer and the upkeep as they run in the gateway, on a clock that the test controls.</summary>
public sealed class FeedUpkeepTests : IDisposable
{
    private static readonly FeedOptions Options = new() { RetainDays = 2, RetentionSeconds = 60, IdleIntervalMs = 5_000 };

    private readonly TempDirectory _directory = new();
    private readonly FakeTimeProvider _clock = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task What_has_expired_goes_by_itself_while_the_gateway_runs()
    {
        using var rig = new FeedRig(_directory.Path, Options, _clock);
        await RunAsync(rig, async () =>
        {
            rig.Record(5);
            await Eventually.Async(() => rig.Distributor.Bounds.Latest == 5, "five changes");
            _clock.Advance(TimeSpan.FromDays(1));
            rig.Record(2, from: 6);
            await Eventually.Async(() => rig.Distributor.Bounds.Latest == 7, "seven changes");
            Assert.Equal(1, rig.Distributor.Bounds.Oldest);

            // No more changes are recorded, so only the clock makes the first five expire.
            _clock.Advance(TimeSpan.FromHours(25));
            await MoveUntilAsync(TimeSpan.FromSeconds(1), () => rig.Distributor.Bounds.Oldest == 6, "the first five to be deleted");
            Assert.Equal([6L, 7L], rig.ReadAll().Select(change => change.Sequence));
            _clock.Advance(TimeSpan.FromDays(30));
            await MoveUntilAsync(TimeSpan.FromSeconds(1), () => rig.Distributor.Bounds.Oldest == 7, "all but the newest to be deleted");
        });
    }

    [Fact]
    public async Task A_quiet_reader_is_told_where_it_stands()
    {
        using var rig = new FeedRig(_directory.Path, Options, _clock);
        await RunAsync(rig, async () =>
        {
            rig.Record(3);
            await Eventually.Async(() => rig.Distributor.Bounds.Latest == 3, "three changes");
            var reader = rig.Read(null);
            reader.Next<FeedStartedItem>();
            FeedItem? item = null;
            await MoveUntilAsync(TimeSpan.FromMilliseconds(Options.IdleIntervalMs), () => (item = reader.Next()) is not null, "an idle item");
            Assert.Equal(3, Assert.IsType<FeedIdleItem>(item).Sequence);
        });
    }

    [Fact]
    public async Task Streams_end_with_their_code_when_the_gateway_begins_to_stop()
    {
        using var rig = new FeedRig(_directory.Path, Options, _clock);
        await RunAsync(rig, async () =>
        {
            rig.Record(1);
            await Eventually.Async(() => rig.Distributor.Bounds.Latest == 1, "a change");
            var lifetime = new ApplicationLifetime(NullLogger<ApplicationLifetime>.Instance);
            using var stop = new FeedStop(rig.Distributor, lifetime);
            await stop.StartAsync(Patience.Token);
            await using var items = rig.Read(null).Reader.ReadAsync(Patience.Token).GetAsyncEnumerator(Patience.Token);
            await items.MoveNextAsync().WithTimeout("the start of the stream");
            lifetime.StopApplication();
            var error = await Assert.ThrowsAsync<GatewayException>(() => items.MoveNextAsync().WithTimeout("the end of the stream"));
            Assert.Equal(GatewayErrorCode.GatewayStopping, error.Code);
        });
    }

    private async Task RunAsync(FeedRig rig, Func<Task> test)
    {
        using var upkeep = new FeedUpkeep(rig.Inbox, rig.Distributor, Microsoft.Extensions.Options.Options.Create(Options), _clock, NullLogger<FeedUpkeep>.Instance);
        await rig.Writer.StartAsync(Patience.Token);
        await upkeep.StartAsync(Patience.Token);
        await test();
        await upkeep.StopAsync(Patience.Token).WithTimeout("the end of the upkeep");
        await rig.Writer.StopAsync(Patience.Token).WithTimeout("the end of the writer");
        rig.Ended();
    }

    // The timer may not be set yet when the clock advances for the first time, so it advances until the effect has happened.
    private Task MoveUntilAsync(TimeSpan step, Func<bool> condition, string phase) => Eventually.Async(
        () =>
        {
            _clock.Advance(step);
            return condition();
        },
        phase);
}
