using System.Buffers;
using Gateway.Events;
using Gateway.Protocol;
using Gateway.Testing;
using Gateway.Wire;

namespace Gateway.Shared.Tests.Protocol;

public sealed class EventsFrameTests
{
    [Fact]
    public void A_body_gives_every_row_and_where_it_lies()
    {
        var body = BodyOf(SampleEvents.All);
        var headers = EventsFrame.Parse(body);
        var rows = EventsFrame.RowsOf(body).Span;
        Assert.Equal(SampleEvents.All.Count, headers.Length);
        foreach (var (header, sample) in headers.Zip(SampleEvents.All))
        {
            var reader = new WireReader(rows.Slice(header.Offset, header.Length));
            Assert.Equal(sample.Sequence, EventRow.Read(ref reader).Sequence);
        }
    }

    [Fact]
    public void Rows_that_are_not_contiguous_are_refused()
    {
        Assert.Throws<MalformedDataException>(() => EventsFrame.Parse(BodyOf([SampleEvents.All[0], SampleEvents.All[2]])));
        Assert.Throws<MalformedDataException>(() => EventsFrame.Parse(BodyOf([SampleEvents.All[1], SampleEvents.All[0]])));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(-1, 1)]
    [InlineData(1, 0)]
    [InlineData(1, -1)]
    [InlineData(1, 2)]
    [InlineData(2, 1)]
    [InlineData(1, int.MaxValue)]
    public void A_prefix_that_does_not_tell_the_truth_is_refused(long first, int count)
    {
        var body = BodyOf([SampleEvents.All[0]]);
        EventsFrame.WritePrefix(body, first, count);
        Assert.Throws<MalformedDataException>(() => EventsFrame.Parse(body));
    }

    [Fact]
    public void A_count_costs_no_more_memory_than_rows_that_could_be_there()
    {
        var body = new byte[1024 * 1024];
        EventsFrame.WritePrefix(body, 1, body.Length - ProtocolLimits.EventsPrefixBytes);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<MalformedDataException>(() => EventsFrame.Parse(body));
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 8L * body.Length);
    }

    [Fact]
    public void Bytes_after_the_last_row_and_cut_bodies_are_refused()
    {
        var body = BodyOf([SampleEvents.All[0]]);
        Assert.Throws<MalformedDataException>(() => EventsFrame.Parse([.. body, 0xc0]));
        for (var length = 0; length < body.Length; length++)
        {
            Assert.Throws<MalformedDataException>(() => EventsFrame.Parse(body.AsSpan(0, length)));
        }
    }

    private static byte[] BodyOf(IReadOnlyList<MxEvent> events)
    {
        var output = new ArrayBufferWriter<byte>();
        EventsFrame.WritePrefix(output.GetSpan(ProtocolLimits.EventsPrefixBytes), events[0].Sequence, events.Count);
        output.Advance(ProtocolLimits.EventsPrefixBytes);
        foreach (var one in events)
        {
            EventRow.Write(new WireWriter(output), one);
        }

        return output.WrittenSpan.ToArray();
    }
}
