using System.Buffers;
using System.Globalization;
using NATS.Client.Core;

namespace Gateway.Web.Sessions.Cluster.JetStream;

/// <summary>Writes messages of the log: headers that any NATS tool shows, and a body whose events are not encoded again.</summary>
internal sealed class LogMessageWriter : INatsSerialize<LogMessage>
{
    public const string Format = "1";

    public static LogMessageWriter Instance { get; } = new();

    public static NatsHeaders Head(LogMessage message, string epoch, string writer)
    {
        var headers = new NatsHeaders
        {
            [MessageHead.Format] = Format,
            [MessageHead.Kind] = KindOf(message.Kind),
            [MessageHead.Epoch] = epoch,
            [MessageHead.Last] = Text(message.Last),
            [MessageHead.Writer] = writer,
        };
        if (message.First is { } first)
        {
            headers[MessageHead.First] = Text(first);
        }

        if (message.Reason is { } reason)
        {
            headers[MessageHead.Reason] = reason;
        }

        if (message.Through is { } through)
        {
            headers[MessageHead.Through] = Text(through);
        }

        if (message.Part is { } part)
        {
            headers[MessageHead.Part] = $"{Text(part.Number)}/{Text(part.Of)}";
        }

        return headers;
    }

    public void Serialize(IBufferWriter<byte> bufferWriter, LogMessage value)
    {
        foreach (var slice in value.Rows)
        {
            bufferWriter.Write(slice.Encoded);
        }

        bufferWriter.Write(value.Body.Span);
    }

    private static string KindOf(LogMessageKind kind) => kind switch
    {
        LogMessageKind.Events => "events",
        LogMessageKind.Gap => "gap",
        LogMessageKind.State => "state",
        LogMessageKind.Items => "items",
        LogMessageKind.Latest => "latest",
        _ => "end",
    };

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
