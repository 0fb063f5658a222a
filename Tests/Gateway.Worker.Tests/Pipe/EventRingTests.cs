using System.Buffers;
using System.Buffers.Binary;
using Gateway.Testing;
using Gateway.Worker.Pipe;

namespace Gateway.Worker.Tests.Pipe;

[Trait("Size", "Long")]
public sealed class EventRingTests
{
    [Fact]
    public void An_empty_ring_gives_nothing()
    {
        var ring = new EventRing(4, 100);
        Assert.Equal((1, 0), Read(ring, 0, out _));
        Assert.Equal(new RingState(1, 0, 0, 0, 0), ring.State);
    }

    [Fact]
    public void Rows_come_back_whole_and_in_order()
    {
        var ring = new EventRing(10, 1_000);
        ring.Append([1, 2]);
        ring.Append([3]);
        ring.Append([4, 5, 6]);
        Assert.Equal((1, 3), Read(ring, 0, out var all));
        Assert.Equal([1, 2, 3, 4, 5, 6], all);
        Assert.Equal((3, 1), Read(ring, 2, out var last));
        Assert.Equal([4, 5, 6], last);
        Assert.Equal((4, 0), Read(ring, 3, out _));
    }

    [Fact]
    public void A_read_takes_no_more_than_wanted_but_at_least_one_row()
    {
        var ring = new EventRing(10, 1_000);
        ring.Append(new byte[50]);
        ring.Append(new byte[10]);
        ring.Append(new byte[10]);
        var output = new ArrayBufferWriter<byte>();
        Assert.Equal((1, 1), ring.Read(0, 20, output));
        Assert.Equal((2, 2), ring.Read(1, 20, output));
        Assert.Equal((2, 1), ring.Read(1, 19, output));
    }

    [Fact]
    public void The_count_bound_overwrites_the_oldest_and_counts_what_nobody_read()
    {
        var ring = new EventRing(3, 1_000);
        for (var i = 1; i <= 5; i++)
        {
            ring.Append([(byte)i]);
        }

        Assert.Equal((3, 3), Read(ring, 0, out var rows));
        Assert.Equal([3, 4, 5], rows);
        Assert.Equal(2, ring.State.Overwritten);
        ring.Append([6]);
        Assert.Equal(2, ring.State.Overwritten);
    }

    [Fact]
    public void A_row_larger_than_the_ring_leaves_a_hole_and_harms_no_other()
    {
        var ring = new EventRing(10, 8);
        ring.Append([1]);
        ring.Append(new byte[9]);
        ring.Append([3]);
        Assert.Equal((1, 1), Read(ring, 0, out _));
        Assert.Equal((3, 1), Read(ring, 1, out var rows));
        Assert.Equal([3], rows);
        Assert.Equal((3, 1), (ring.State.Latest, ring.State.Overwritten));
    }

    /// <summary>
    /// Compared with a plain list for any rows, sizes and reads: the bounds hold, no row is torn, and only the oldest rows are
    /// lost.
    /// </summary>
    [Fact]
    public void It_behaves_like_a_plain_list_that_forgets_its_oldest() => Fuzz.Run(quick: 2_000, soak: 100_000, random =>
    {
        var maxEvents = random.Next(1, 20);
        var maxBytes = random.Next(9, 200);
        var ring = new EventRing(maxEvents, maxBytes);
        var model = new List<byte[]>();
        for (var steps = random.Next(1, 120); steps > 0; steps--)
        {
            if (random.Next(3) > 0)
            {
                model.Add(RowOf(random, model.Count + 1, maxBytes));
                ring.Append(model[^1]);
            }
            else
            {
                AssertReads(random, ring, model, maxBytes);
            }

            var state = ring.State;
            Assert.Equal(model.Count, state.Latest);
            Assert.True(state.Events <= maxEvents && state.Bytes <= maxBytes);
            Assert.Equal(model.Skip((int)state.Oldest - 1).Where(row => row.Length <= maxBytes).Sum(row => row.Length), state.Bytes);
        }
    });

    // Each row contains its own sequence, so that a torn or misplaced row is noticed.
    private static byte[] RowOf(Random random, long sequence, int maxBytes)
    {
        var row = new byte[random.Next(30) == 0 ? maxBytes + 1 : random.Next(8, Math.Min(60, maxBytes) + 1)];
        Array.Fill(row, (byte)sequence);
        BinaryPrimitives.WriteInt64LittleEndian(row, sequence);
        return row;
    }

    private static void AssertReads(Random random, EventRing ring, List<byte[]> model, int maxBytes)
    {
        var after = random.Next(0, model.Count + 2);
        var limit = random.Next(0, 100);
        var output = new ArrayBufferWriter<byte>();
        var oldest = ring.State.Oldest;
        var (first, count) = ring.Read(after, limit, output);
        Assert.True(first > after && first >= oldest);
        Assert.All(model.Skip(Math.Max(after, (int)oldest - 1)).Take((int)(first - Math.Max(after + 1, oldest))), row => Assert.True(row.Length > maxBytes));
        if (count == 0)
        {
            Assert.DoesNotContain(model.Skip((int)first - 1), row => row.Length <= maxBytes);
            return;
        }

        var expected = model.Skip((int)first - 1).Take(count).SelectMany(row => row).ToArray();
        Assert.Equal(expected, output.WrittenSpan.ToArray());
        Assert.True(count == 1 || output.WrittenCount <= limit);
        var next = model.ElementAtOrDefault((int)first - 1 + count);
        Assert.True(next is null || next.Length > maxBytes || output.WrittenCount + next.Length > limit);
    }

    private static (long First, int Count) Read(EventRing ring, long after, out byte[] rows)
    {
        var output = new ArrayBufferWriter<byte>();
        var read = ring.Read(after, int.MaxValue, output);
        rows = output.WrittenSpan.ToArray();
        return read;
    }
}
