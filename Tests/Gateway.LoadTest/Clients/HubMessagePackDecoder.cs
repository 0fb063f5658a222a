using Gateway.Wire;

namespace Gateway.LoadTest.Clients;

/// <summary>Decodes stream items of the gateway in SignalR's MessagePack protocol.</summary>
internal sealed class HubMessagePackDecoder(bool shakesHands = true) : IWireDecoder
{
    private const int StreamItem = 2;
    private const int Completion = 3;
    private const int Close = 7;

    private bool _shookHands = !shakesHands;

    public int Take(ReadOnlySpan<byte> pending, Tally tally)
    {
        var taken = 0;
        if (!_shookHands)
        {
            taken = pending.IndexOf(JsonText.RecordSeparator) + 1;
            _shookHands = taken > 0;
            if (!_shookHands)
            {
                return 0;
            }
        }

        while (TryReadLength(pending[taken..], out var length, out var used) && pending.Length - taken - used >= length)
        {
            TakeMessage(pending.Slice(taken + used, length), tally);
            taken += used + length;
        }

        return taken;
    }

    private static bool TryReadLength(ReadOnlySpan<byte> head, out int length, out int used)
    {
        length = 0;
        for (used = 0; used < Math.Min(head.Length, 5); used++)
        {
            length |= (head[used] & 0x7f) << (7 * used);
            if ((head[used] & 0x80) == 0)
            {
                used++;
                return true;
            }
        }

        return false;
    }

    private static void TakeMessage(ReadOnlySpan<byte> message, Tally tally)
    {
        var reader = new WireReader(message);
        reader.ReadArrayHeader();
        switch (reader.ReadInt32())
        {
            case StreamItem:
                reader.Skip();
                reader.Skip();
                TakeItem(ref reader, tally);
                break;
            case Completion or Close:
                tally.Fail($"The stream ended: {System.Text.Encoding.UTF8.GetString(message)}");
                break;
        }
    }

    private static void TakeItem(ref WireReader reader, Tally tally)
    {
        var fields = reader.ReadMapHeader();
        var isEvents = false;
        long first = 0;
        long last = 0;
        while (fields-- > 0)
        {
            var name = reader.ReadUtf8();
            if (name.SequenceEqual("kind"u8))
            {
                var kind = reader.ReadUtf8();
                isEvents = kind.SequenceEqual("events"u8);
                if (kind.SequenceEqual("gap"u8))
                {
                    tally.Fail("A gap.");
                }
            }
            else if (isEvents && name.SequenceEqual("first"u8))
            {
                first = WireInteger.Read(ref reader);
            }
            else if (isEvents && name.SequenceEqual("last"u8))
            {
                last = WireInteger.Read(ref reader);
            }
            else if (isEvents && name.SequenceEqual("events"u8))
            {
                TakeEvents(ref reader, first, last, tally);
                return;
            }
            else if (name.SequenceEqual("resumedAfter"u8))
            {
                tally.Begin(WireInteger.Read(ref reader));
            }
            else
            {
                reader.Skip();
            }
        }
    }

    // Only the first row is decoded: its sequence, family and handles, and then the worker's time.
    private static void TakeEvents(ref WireReader reader, long first, long last, Tally tally)
    {
        var count = reader.ReadArrayHeader();
        reader.ReadArrayHeader();
        for (var i = 0; i < 4; i++)
        {
            reader.Skip();
        }

        tally.Take(first, last, count, reader.ReadInt64());
    }
}
