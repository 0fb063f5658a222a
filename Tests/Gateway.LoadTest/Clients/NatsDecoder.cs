using System.Buffers.Text;

namespace Gateway.LoadTest.Clients;

/// <summary>Decodes NATS's text protocol: one message per event, whose payload is the event's JSON.</summary>
internal sealed class NatsDecoder : IWireDecoder
{
    private readonly JsonEventDecoder _events = new();

    public int Take(ReadOnlySpan<byte> pending, Tally tally)
    {
        var taken = 0;
        while (pending[taken..].IndexOf("\r\n"u8) is >= 0 and var length)
        {
            var line = pending.Slice(taken, length);
            var next = taken + length + 2;
            if (line.StartsWith("MSG "u8))
            {
                var size = SizeOf(line);
                if (pending.Length < next + size + 2)
                {
                    return taken;
                }

                _events.TakeEvent(pending.Slice(next, size), tally);
                next += size + 2;
            }
            else if (line.StartsWith("PONG"u8))
            {
                tally.Begin(-1);
            }
            else if (line.StartsWith("-ERR"u8))
            {
                tally.Fail(System.Text.Encoding.ASCII.GetString(line));
            }

            taken = next;
        }

        return taken;
    }

    private static int SizeOf(ReadOnlySpan<byte> line) =>
        Utf8Parser.TryParse(line[(line.LastIndexOf((byte)' ') + 1)..], out int size, out _) ? size : throw new InvalidDataException("A message has no size.");
}
