namespace Gateway.LoadTest.Clients;

/// <summary>
/// Decodes Socket.IO over one WebSocket: one text message per packet, which begins with the digits of its kind.
/// </summary>
internal sealed class SocketIoDecoder : IWireDecoder
{
    private readonly JsonEventDecoder _events = new();

    public bool NeedsBoundaries => true;

    public int Take(ReadOnlySpan<byte> pending, Tally tally)
    {
        var taken = 0;
        while (pending[taken..].IndexOf(JsonText.RecordSeparator) is >= 0 and var length)
        {
            TakePacket(pending.Slice(taken, length), tally);
            taken += length + 1;
        }

        return taken;
    }

    private void TakePacket(ReadOnlySpan<byte> packet, Tally tally)
    {
        if (packet.StartsWith("42"u8))
        {
            _events.TakeEvent(packet, tally);
        }
        else if (packet.StartsWith("40"u8))
        {
            tally.Begin(-1);
        }
        else if (packet.StartsWith("41"u8) || packet.StartsWith("44"u8) || packet.StartsWith("1"u8))
        {
            tally.Fail($"The connection ended: {System.Text.Encoding.UTF8.GetString(packet)}");
        }
    }
}
