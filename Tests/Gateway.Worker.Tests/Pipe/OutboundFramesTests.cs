using Gateway.Events;
using Gateway.Protocol;
using Gateway.Serialization;
using Gateway.Testing;
using Gateway.Threading;
using Gateway.Values;
using Gateway.Worker.Pipe;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Worker.Tests.Pipe;

[Trait("Size", "Long")]
public sealed class OutboundFramesTests
{
    private readonly EventRing _ring = new(100, 1_000_000);
    private readonly LatestRows _latest = new();
    private readonly ItemJournal _items;
    private readonly AsyncSignal _wake = new();
    private readonly EventRecorder _recorder;
    private readonly OutboundFrames _outbound;

    public OutboundFramesTests()
    {
        _items = new ItemJournal(_ring);
        _recorder = new EventRecorder(_ring, _latest, _items, _wake, new FakeTimeProvider());
        _outbound = new OutboundFrames(_ring, _latest, _items, _wake);
    }

    [Fact]
    public async Task Item_changes_come_before_replies_and_these_before_events()
    {
        _recorder.ItemChanged(SampleCommands.Item);
        Change(1);
        _outbound.Reply(new ReplyFrame { CorrelationId = 1 }, connection: 0);
        Assert.Equal([FrameType.State, FrameType.Reply, FrameType.Events], (await CollectAsync()).Select(frame => frame.Type));
        Assert.Empty(await CollectAsync());
    }

    [Fact]
    public async Task A_new_connection_is_told_all_items_and_the_events_it_has_not()
    {
        _recorder.ItemChanged(SampleCommands.Item);
        Change(1);
        Change(2);
        Change(3);
        await CollectAsync();

        _outbound.Restart(1);
        var frames = await CollectAsync();
        var state = WireSerializer.Deserialize<StateFrame>(frames[0].Body.Span);
        Assert.True(state.Reset);
        Assert.Equal("Tank101.Level.PV", Assert.Single(state.Items).ItemDefinition);
        Assert.Equal([2, 3], Sequences(frames[1]));
    }

    [Theory]
    [InlineData(long.MaxValue)]
    [InlineData(4)]
    [InlineData(3)]
    public async Task A_position_beyond_the_latest_goes_on_with_what_comes_next(long resumeAfter)
    {
        Change(1);
        Change(2);
        Change(3);
        _outbound.Restart(resumeAfter);
        await CollectAsync();
        Change(4);
        Assert.Equal([4], Sequences(Assert.Single(await CollectAsync())));
    }

    [Theory]
    [InlineData(long.MinValue)]
    [InlineData(-1)]
    public async Task A_position_below_zero_starts_at_the_oldest(long resumeAfter)
    {
        Change(1);
        _outbound.Restart(resumeAfter);
        Assert.Equal([1], Sequences((await CollectAsync())[^1]));
    }

    [Fact]
    public async Task Replies_of_an_earlier_connection_are_not_sent_on_the_next()
    {
        _outbound.Reply(new ReplyFrame { CorrelationId = 1 }, connection: 0);
        _outbound.Restart(0);
        Assert.DoesNotContain(await CollectAsync(), frame => frame.Type == FrameType.Reply);
    }

    [Fact]
    public async Task A_removed_item_is_told_once()
    {
        _recorder.ItemChanged(SampleCommands.Item);
        await CollectAsync();
        _recorder.ItemRemoved(1, 7);
        var state = WireSerializer.Deserialize<StateFrame>(Assert.Single(await CollectAsync()).Body.Span);
        Assert.False(state.Reset);
        Assert.Equal(7, Assert.Single(state.Removed).ItemHandle);
        Assert.Empty(await CollectAsync());
    }

    [Fact]
    public async Task An_answer_that_comes_after_its_connection_is_not_sent_on_the_next()
    {
        var first = _outbound.Restart(0);
        var second = _outbound.Restart(0);
        _outbound.Reply(new ReplyFrame { CorrelationId = 1 }, first);
        _outbound.Reply(new ReplyFrame { CorrelationId = 2 }, second);
        var reply = Assert.Single(await CollectAsync(), frame => frame.Type == FrameType.Reply);
        Assert.Equal(2, WireSerializer.Deserialize<ReplyFrame>(reply.Body.Span).CorrelationId);
    }

    [Fact]
    public async Task A_new_connection_is_told_the_latest_value_of_items_whose_events_the_ring_has_lost()
    {
        Change(1);
        Change(2);
        Change(1);
        for (var i = 0; i < 150; i++)
        {
            Change(3);
        }

        _outbound.Restart(0);
        var frames = await CollectAsync();
        Assert.Equal([FrameType.State, FrameType.Latest, FrameType.Events], frames.Select(frame => frame.Type));
        Assert.Equal([(2, 2L), (1, 3L)], LatestFrame.Parse(frames[1].Body.Span).Select(header => (header.ItemHandle, header.Sequence)));
        Assert.Equal(54, Sequences(frames[2]).First());
    }

    [Fact]
    public async Task What_the_gateway_holds_already_is_not_told_as_latest()
    {
        Change(1);
        for (var i = 0; i < 150; i++)
        {
            Change(3);
        }

        _outbound.Restart(resumeAfter: 1);
        Assert.DoesNotContain(await CollectAsync(), frame => frame.Type == FrameType.Latest);
    }

    [Fact]
    public async Task After_an_overflow_the_latest_values_of_the_lost_events_follow_once()
    {
        Change(1);
        await CollectAsync();
        Change(2);
        for (var i = 0; i < 100; i++)
        {
            Change(3);
        }

        Assert.DoesNotContain(await CollectAsync(), frame => frame.Type == FrameType.Latest);
        Assert.Equal(2, Assert.Single(LatestFrame.Parse(Assert.Single(await CollectAsync()).Body.Span)).ItemHandle);
        Assert.Empty(await CollectAsync());
    }

    [Fact]
    public async Task Many_latest_values_come_in_several_frames_and_all_of_them()
    {
        const int items = 5_000;
        for (var item = 1; item <= items; item++)
        {
            Change(item);
        }

        _outbound.Restart(0);
        var latest = (await CollectAsync()).Where(frame => frame.Type == FrameType.Latest).ToArray();
        Assert.True(latest.Length > 1);
        Assert.Equal(Enumerable.Range(1, items - 100), latest.SelectMany(frame => LatestFrame.Parse(frame.Body.Span)).Select(header => header.ItemHandle));
    }

    [Fact]
    public async Task Items_that_are_gone_are_told_as_long_as_the_ring_may_hold_their_events()
    {
        _recorder.ItemChanged(SampleCommands.Item);
        Change(SampleCommands.Item.ItemHandle);
        _recorder.ItemRemoved(SampleCommands.Item.ServerHandle, SampleCommands.Item.ItemHandle);
        _outbound.Restart(0);
        var state = WireSerializer.Deserialize<StateFrame>((await CollectAsync())[0].Body.Span);
        Assert.Equal("Tank101.Level.PV", Assert.Single(state.Former).ItemDefinition);
        Assert.Empty(state.Items);

        for (var i = 0; i < 100; i++)
        {
            Change(3);
        }

        _outbound.Restart(0);
        Assert.Empty(WireSerializer.Deserialize<StateFrame>((await CollectAsync())[0].Body.Span).Former);
    }

    [Fact]
    public void Replies_that_nobody_reads_are_bounded()
    {
        Assert.Throws<ProtocolException>(() =>
        {
            for (var i = 0; i < 10_000; i++)
            {
                _outbound.Reply(new ReplyFrame { CorrelationId = i }, connection: 0);
            }
        });
    }

    /// <summary>While the executor's thread works, an item is always announced before its first event.</summary>
    [Fact]
    public async Task An_item_is_announced_before_its_events_whatever_the_timing()
    {
        var items = TestScale.Of(quick: 60_000, soak: 1_000_000);
        var executor = Task.Run(() =>
        {
            for (var item = 1; item <= items; item++)
            {
                _recorder.ItemChanged(SampleCommands.Item with { ItemHandle = item });
                Change(item);
            }
        });
        var known = new HashSet<int>();
        var last = 0L;
        while (!executor.IsCompleted || last < _ring.Latest)
        {
            foreach (var frame in await CollectAsync())
            {
                if (frame.Type == FrameType.State)
                {
                    known.UnionWith(WireSerializer.Deserialize<StateFrame>(frame.Body.Span).Items.Select(item => item.ItemHandle));
                }
                else if (frame.Type == FrameType.Events)
                {
                    var headers = EventsFrame.Parse(frame.Body.Span);
                    Assert.DoesNotContain(headers, header => !known.Contains(header.ItemHandle));
                    last = headers[^1].Sequence;
                }
            }
        }

        await executor.WithTimeout("the executor");
    }

    private static IEnumerable<long> Sequences(Frame frame) => EventsFrame.Parse(frame.Body.Span).Select(header => header.Sequence);

    private void Change(int item) => _recorder.OnDataChange(new DataChange(1, item, MxValue.FromInt32(item), 192, null));

    private async Task<List<Frame>> CollectAsync()
    {
        var reader = new FrameReader(new PiecewiseStream(_outbound.Collect().ToArray())) { MaxBody = ProtocolLimits.MaxBody };
        var frames = new List<Frame>();
        while (await reader.ReadAsync(CancellationToken.None).WithTimeout("a frame") is { } frame)
        {
            frames.Add(frame);
        }

        return frames;
    }
}
