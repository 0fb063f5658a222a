namespace Gateway.LoadTest.Clients;

/// <summary>Decodes messages of one JSON event each, which end with a record separator.</summary>
internal sealed class JsonEventDecoder : IWireDecoder
{
    /// <summary>The time of one event in this many is read.</summary>
    private const int TimeEvery = 16;

    private int _untilTime;

    public int Take(ReadOnlySpan<byte> pending, Tally tally)
    {
        var taken = 0;
        while (pending[taken..].IndexOf(JsonText.RecordSeparator) is >= 0 and var length)
        {
            TakeMessage(pending.Slice(taken, length), tally);
            taken += length + 1;
        }

        return taken;
    }

    private void TakeMessage(ReadOnlySpan<byte> message, Tally tally)
    {
        if (!TakeEvent(message, tally))
        {
            // The members of the group get a message when they have joined.
            if (message.StartsWith("{\"type\":7"u8) || message.IndexOf("\"error\":"u8) >= 0)
            {
                tally.Fail($"The stream ended: {System.Text.Encoding.UTF8.GetString(message)}");
            }
        }
    }

    /// <returns>False when the message is not an event.</returns>
    public bool TakeEvent(ReadOnlySpan<byte> message, Tally tally)
    {
        var sequence = JsonText.Number(message, "\"sequence\":"u8);
        if (sequence < 0)
        {
            return false;
        }

        var looksAtTime = _untilTime-- <= 0;
        if (looksAtTime)
        {
            _untilTime = TimeEvery - 1;
        }

        tally.Take(sequence, sequence, 1, looksAtTime ? JsonText.Time(message, "\"workerTime\":\""u8) : 0);
        return true;
    }
}
