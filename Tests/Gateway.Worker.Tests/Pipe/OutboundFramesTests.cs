using Gateway.Contracts;
using Gateway.Encoding;
using Gateway.Events;
using Gateway.Protocol;
using Gateway.Testing;
using Gateway.Threading;
using Gateway.Worker.Pipe;

namespace Gateway.Worker.Tests.Pipe;

[Trait("Size", "Long")]
public sealed class OutboundFramesTests
{
    private readonly EventRing _ring = new(100, 1_000_000);
    private readonly ItemJournal _items = new();
    private readonly AsyncSignal _wake = new();
    private readonly EventRecorder _recorder;
    private readonly OutboundFrames _outbound;

    public OutboundFramesTests()
    {
        _recorder = new EventRecorder(_ring, _items, _wake, new ManualTimeProvider());
        _outbound = new OutboundFrames(_ring, _items, _wake);
    }

    [Fact]
    public async Task Item_changes_come_before_replies_and_these_before_events()
    {
        _recorder.ItemChanged(SampleCommands.Item);
        Change(1);
        _outbound.Reply(new ReplyFrame { CorrelationId = 1 });
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
        var state = MessagePackSerializer.Deserialize<StateFrame>(frames[0].Body.Span);
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
        _outbound.Reply(new ReplyFrame { CorrelationId = 1 });
        _outbound.Restart(0);
        Assert.DoesNotContain(await CollectAsync(), frame => frame.Type == FrameType.Reply);
    }

    [Fact]
    public async Task A_removed_item_is_told_once()
    {
        _recorder.ItemChanged(SampleCommands.Item);
        await CollectAsync();
        _recorder.ItemRemoved(1, 7);
        var state = MessagePackSerializer.Deserialize<StateFrame>(Assert.Single(await CollectAsync()).Body.Span);
        Assert.False(state.Reset);
        Assert.Equal(7, Assert.Single(state.Removed).ItemHandle);
        Assert.Empty(await CollectAsync());
    }

    [Fact]
    public void Replies_that_nobody_reads_are_bounded()
    {
        Assert.Throws<ProtocolException>(() =>
        {
            for (var i = 0; i < 10_000; i++)
            {
                _outbound.Reply(new ReplyFrame { CorrelationId = i });
            }
        });
    }

    /// <summary>While the executor's thread works on, an item is always announced before its first event.</summary>
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
                    known.UnionWith(MessagePackSerializer.Deserialize<StateFrame>(frame.Body.Span).Items.Select(item => item.ItemHandle));
                }
                else
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
