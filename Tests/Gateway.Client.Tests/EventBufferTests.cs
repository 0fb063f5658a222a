using Gateway.Client.Internal;
using Gateway.Client.Tests.Fakes;
using Gateway.Contracts;
using Gateway.Testing;

namespace Gateway.Client.Tests;

public sealed class EventBufferTests
{
    [Fact]
    public void Room_counts_events_and_single_items()
    {
        var buffer = Buffer(10, OverflowPolicy.Pause);
        Add(buffer, Items.Started(0));
        Add(buffer, Items.Events(1, 6));

        Assert.Equal(3, buffer.Room);
    }

    [Fact]
    public void A_full_buffer_that_pauses_has_no_room()
    {
        var buffer = Buffer(4, OverflowPolicy.Pause);
        Add(buffer, Items.Events(1, 4));

        Assert.Equal(0, buffer.Room);
    }

    [Fact]
    public async Task Dropped_events_are_replaced_by_one_statement_at_their_place()
    {
        var buffer = Buffer(10, OverflowPolicy.Drop);
        Add(buffer, Items.Started(0));
        for (var first = 1; first <= 26; first += 5)
        {
            Add(buffer, Items.Events(first, first + 4));
        }

        var items = await DrainAsync(buffer);

        Assert.Equal(["started", "lagged", "events"], items.Select(item => item.Item.Kind));
        Assert.Equal(25, Assert.IsType<LaggedItem>(items[1].Item).Dropped);
        Assert.Equal(25, items[1].Position?.Sequence);
        Assert.Equal([26, 27, 28, 29, 30], Items.Sequences(items.Select(item => item.Item)));
    }

    [Fact]
    public async Task An_item_larger_than_the_buffer_keeps_its_newest_events()
    {
        var buffer = Buffer(4, OverflowPolicy.Drop);
        Add(buffer, Items.Events(1, 10));

        var items = await DrainAsync(buffer);

        Assert.Equal((6, 6L), (((LaggedItem)items[0].Item).Dropped, items[0].Position?.Sequence));
        var rest = Assert.IsType<EventsItem>(items[1].Item);
        Assert.Equal((7, 10), (rest.First, rest.Last));
        Assert.Equal([7, 8, 9, 10], Items.Sequences([rest]));
    }

    [Fact]
    public async Task Statements_stay_where_the_stream_made_them_when_events_around_them_are_dropped()
    {
        var buffer = Buffer(6, OverflowPolicy.Drop);
        Add(buffer, Items.Events(1, 3));
        Add(buffer, Items.Gap(GapReason.WorkerOverflow, 3, 11));
        Add(buffer, Items.Events(11, 12));
        Add(buffer, Items.Events(13, 17));

        var items = await DrainAsync(buffer);

        Assert.Equal(["lagged", "gap", "lagged", "events"], items.Select(item => item.Item.Kind));
        Assert.Equal([3, 2], items.Select(item => item.Item).OfType<LaggedItem>().Select(item => item.Dropped));
    }

    [Fact]
    public void Statements_alone_cannot_be_dropped_and_leave_no_room()
    {
        var buffer = Buffer(2, OverflowPolicy.Drop);
        Add(buffer, Items.Started(0));
        Add(buffer, Items.Gap(GapReason.Evicted, 0, 5));

        Assert.Equal(0, buffer.Room);
    }

    [Fact]
    public async Task Idle_items_in_a_row_become_one()
    {
        var buffer = Buffer(5, OverflowPolicy.Pause);
        Add(buffer, Items.Idle(1));
        Add(buffer, Items.Idle(2));
        Add(buffer, Items.Idle(3));

        var items = await DrainAsync(buffer);

        Assert.Equal((3, 3L), (((IdleItem)Assert.Single(items).Item).Sequence, items[0].Position?.Sequence));
    }

    [Fact]
    public async Task A_failure_comes_after_what_was_buffered()
    {
        var buffer = Buffer(5, OverflowPolicy.Pause);
        Add(buffer, Items.Idle(1));
        buffer.Complete(new InvalidOperationException("lost"));

        Assert.NotNull(await buffer.TakeAsync(default).WithTimeout("the item"));
        await Assert.ThrowsAsync<InvalidOperationException>(() => buffer.TakeAsync(default).WithTimeout("the failure"));
    }

    [Fact]
    public async Task The_writer_waits_until_half_is_free()
    {
        var buffer = Buffer(4, OverflowPolicy.Pause);
        Add(buffer, Items.Events(1, 1));
        Add(buffer, Items.Events(2, 2));
        Add(buffer, Items.Events(3, 4));

        var waiting = buffer.WaitForRoomAsync(default);
        await buffer.TakeAsync(default).WithTimeout("the first item");
        Assert.False(waiting.IsCompleted);
        await buffer.TakeAsync(default).WithTimeout("the second item");

        await waiting.WithTimeout("the room");
    }

    private static EventBuffer Buffer(int capacity, OverflowPolicy policy) =>
        new(new EventStreamOptions { ClientBufferEvents = capacity, OnOverflow = policy });

    private static void Add(EventBuffer buffer, StreamItem item) => buffer.Add(item, item switch
    {
        EventsItem events => new StreamPosition(Items.Epoch, events.Last),
        IdleItem idle => new StreamPosition(Items.Epoch, idle.Sequence),
        _ => null,
    });

    private static async Task<List<BufferedItem>> DrainAsync(EventBuffer buffer)
    {
        buffer.Complete(null);
        var items = new List<BufferedItem>();
        while (await buffer.TakeAsync(default).WithTimeout("an item") is { } item)
        {
            items.Add(item);
        }

        return items;
    }
}
