using System.Buffers.Binary;
using Gateway.Protocol;
using Gateway.Testing;

namespace Gateway.Shared.Tests.Protocol;

public sealed class FrameReaderTests
{
    private static readonly byte[] Two =
    [
        .. FrameWriter.Encode(FrameType.Acknowledge, new AcknowledgeFrame { Sequence = 12 }).Span,
        .. FrameWriter.Encode(FrameType.Shutdown, new ShutdownFrame { Reason = "end" }).Span,
    ];

    [Fact]
    public async Task Frames_come_whole_however_the_bytes_are_split()
    {
        for (var split = 0; split <= Two.Length; split++)
        {
            await AssertTwoFramesAsync(new PiecewiseStream(Two[..split], Two[split..]));
        }

        await AssertTwoFramesAsync(new PiecewiseStream([.. Two.Select(one => new[] { one })]));
    }

    [Fact]
    public async Task A_stream_that_ends_inside_a_frame_is_a_protocol_error_and_between_frames_it_is_the_end()
    {
        var boundary = FrameWriter.Encode(FrameType.Acknowledge, new AcknowledgeFrame { Sequence = 12 }).Length;
        for (var length = 0; length <= Two.Length; length++)
        {
            var reader = new FrameReader(new PiecewiseStream(Two[..length]));
            var frames = 0;
            async Task ReadAllAsync()
            {
                while (await reader.ReadAsync(CancellationToken.None) is not null)
                {
                    frames++;
                }
            }

            if (length == 0 || length == boundary || length == Two.Length)
            {
                await ReadAllAsync().WithTimeout("the end of the stream");
            }
            else
            {
                await Assert.ThrowsAsync<ProtocolException>(ReadAllAsync).WithTimeout("the refusal of a cut frame");
            }

            Assert.Equal(length < boundary ? 0 : length < Two.Length ? 1 : 2, frames);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(16)]
    [InlineData(255)]
    public async Task An_unknown_type_is_a_protocol_error(byte type)
    {
        var reader = new FrameReader(new PiecewiseStream([0, 0, 0, 0, type]));
        await Assert.ThrowsAsync<ProtocolException>(() => reader.ReadAsync(CancellationToken.None).AsTask()).WithTimeout("the refusal");
    }

    [Theory]
    [InlineData(ProtocolLimits.MaxHandshakeBody, ProtocolLimits.MaxHandshakeBody + 1u)]
    [InlineData(ProtocolLimits.MaxBody, ProtocolLimits.MaxBody + 1u)]
    [InlineData(ProtocolLimits.MaxBody, 0x8000_0000u)]
    [InlineData(ProtocolLimits.MaxBody, uint.MaxValue)]
    public async Task A_body_longer_than_allowed_is_refused_before_anything_of_it_is_held(int allowed, uint claimed)
    {
        var header = new byte[ProtocolLimits.HeaderBytes];
        BinaryPrimitives.WriteUInt32LittleEndian(header, claimed);
        header[4] = (byte)FrameType.Events;
        var reader = new FrameReader(new PiecewiseStream(header)) { MaxBody = allowed };
        var before = GC.GetAllocatedBytesForCurrentThread();
        await Assert.ThrowsAsync<ProtocolException>(() => reader.ReadAsync(CancellationToken.None).AsTask()).WithTimeout("the refusal");
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1_000_000);
    }

    [Fact]
    public async Task A_body_of_exactly_the_allowed_length_is_read()
    {
        var frame = new byte[ProtocolLimits.HeaderBytes + ProtocolLimits.MaxHandshakeBody];
        FrameWriter.WriteHeader(frame, FrameType.Hello, ProtocolLimits.MaxHandshakeBody);
        var reader = new FrameReader(new PiecewiseStream(frame));
        var read = await reader.ReadAsync(CancellationToken.None).WithTimeout("the frame");
        Assert.Equal(ProtocolLimits.MaxHandshakeBody, read!.Value.Body.Length);
    }

    [Fact]
    public async Task A_frame_is_the_readers_to_keep()
    {
        var reader = new FrameReader(new PiecewiseStream(Two));
        var first = await reader.ReadAsync(CancellationToken.None).WithTimeout("the first frame");
        var copy = first!.Value.Body.ToArray();
        await reader.ReadAsync(CancellationToken.None).WithTimeout("the second frame");
        Assert.Equal(copy, first.Value.Body.ToArray());
    }

    [Fact]
    public void A_frame_that_has_to_be_waited_for_allocates_only_its_body()
    {
        const int frames = 1_000;
#if DEBUG
        // In a debug build the state of a waiting method is an object, and not part of the pooled one.
        const int most = 350;
#else
        const int most = 48;
#endif
        var frame = FrameWriter.Encode(FrameType.Acknowledge, new AcknowledgeFrame { Sequence = 12 }).ToArray();
        var stream = new LateStream();
        var reader = new FrameReader(stream);
        // The first frames are read by code that is not optimised yet.
        Read(frames);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Read(frames);
        var each = (int)((GC.GetAllocatedBytesForCurrentThread() - before) / frames);

        Assert.InRange(each, frame.Length - ProtocolLimits.HeaderBytes, most);

        void Read(int count)
        {
            for (var i = 0; i < count; i++)
            {
                var read = reader.ReadAsync(CancellationToken.None);
                var waited = !read.IsCompleted;
                stream.Give(frame);
                if (!waited || read.Result is not { Type: FrameType.Acknowledge })
                {
                    Assert.Fail("The frame was not waited for, or is another one.");
                }
            }
        }
    }

    [Fact]
    public async Task Writers_side_by_side_write_whole_frames()
    {
        using var memory = new MemoryStream();
        var writer = new FrameWriter(memory);
        await Task.WhenAll(Enumerable.Range(0, 200).Select(i => Task.Run(
            () => writer.WriteAsync(FrameType.Acknowledge, new AcknowledgeFrame { Sequence = i }, CancellationToken.None).AsTask()))).WithTimeout("all writers");
        memory.Position = 0;
        var reader = new FrameReader(memory);
        var frames = 0;
        while (await reader.ReadAsync(CancellationToken.None).WithTimeout("a frame") is { } frame)
        {
            Assert.Equal(FrameType.Acknowledge, frame.Type);
            frames++;
        }

        Assert.Equal(200, frames);
    }

    private static async Task AssertTwoFramesAsync(PiecewiseStream stream)
    {
        var reader = new FrameReader(stream);
        Assert.Equal(FrameType.Acknowledge, (await reader.ReadAsync(CancellationToken.None).WithTimeout("the first frame"))!.Value.Type);
        Assert.Equal(FrameType.Shutdown, (await reader.ReadAsync(CancellationToken.None).WithTimeout("the second frame"))!.Value.Type);
        Assert.Null(await reader.ReadAsync(CancellationToken.None).WithTimeout("the end"));
    }
}
