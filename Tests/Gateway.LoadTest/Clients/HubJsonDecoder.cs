namespace Gateway.LoadTest.Clients;

/// <summary>Decodes stream items of the gateway in SignalR's JSON protocol.</summary>
internal sealed class HubJsonDecoder : IWireDecoder
{
    /// <summary>The fields before the events have fewer bytes than this.</summary>
    private const int HeadBytes = 200;

    /// <summary>The time of the first event is within this many bytes.</summary>
    private const int FirstEventBytes = 1_000;

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

    private static void TakeMessage(ReadOnlySpan<byte> message, Tally tally)
    {
        var head = message[..Math.Min(message.Length, HeadBytes)];
        if (head.StartsWith("{\"type\":3"u8) || head.StartsWith("{\"type\":7"u8) || head.StartsWith("{\"error\""u8))
        {
            tally.Fail($"The stream ended: {System.Text.Encoding.UTF8.GetString(message)}");
        }
        else if (head.IndexOf("\"kind\":\"events\""u8) >= 0)
        {
            var time = JsonText.Time(message[..Math.Min(message.Length, FirstEventBytes)], "\"workerTime\":\""u8);
            tally.Take(JsonText.Number(head, "\"first\":"u8), JsonText.Number(head, "\"last\":"u8), message.Count("{\"sequence\":"u8), time);
        }
        else if (head.IndexOf("\"kind\":\"started\""u8) >= 0)
        {
            tally.Begin(JsonText.Number(message, "\"resumedAfter\":"u8));
        }
        else if (head.IndexOf("\"kind\":\"gap\""u8) >= 0)
        {
            tally.Fail($"The stream reported a gap: {System.Text.Encoding.UTF8.GetString(message)}");
        }
    }
}
