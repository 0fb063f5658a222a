using System.Globalization;
using Gateway.Protocol;
using Gateway.Wire;
using NATS.Client.Core;

namespace Gateway.Web.Sessions.Cluster.JetStream;

/// <summary>Reads what <see cref="LogMessageWriter"/> writes, and checks every header. The body is checked by whoever uses it.</summary>
internal static class LogMessageReader
{
    private const int MaxEpoch = 64;
    private const int MaxParts = 10_000;

    /// <summary>The greatest sequence: clients have it as a double.</summary>
    private const long MaxSequence = 1L << 53;

    /// <returns>The message, and the numbering that it belongs to.</returns>
    /// <exception cref="MalformedDataException">The message is not of the documented form.</exception>
    public static (string Epoch, LogMessage Message) Read(SubjectMessage stored)
    {
        var head = stored.Head ?? throw new MalformedDataException("it has no headers");
        Require(Find(head, MessageHead.Format) == LogMessageWriter.Format, $"{MessageHead.Format} is not {LogMessageWriter.Format}");
        Require(stored.Body.Length <= ProtocolLimits.MaxBody, "its body is too long");
        var epoch = Find(head, MessageHead.Epoch);
        Require(epoch is { Length: > 0 and <= MaxEpoch } && epoch.All(IsToken), $"{MessageHead.Epoch} is not the name of a numbering");
        var message = new LogMessage(KindOf(head), Sequence(head, MessageHead.Last, 0)) { Body = stored.Body };
        return (epoch!, message.Kind switch
        {
            LogMessageKind.Events or LogMessageKind.Gap => message with { First = FirstOf(head, message.Last), Reason = Find(head, MessageHead.Reason) },
            LogMessageKind.Items => message with { Through = Through(head, message.Last), Part = PartOf(head) },
            _ => message,
        });
    }

    private static LogMessageKind KindOf(NatsHeaders head) => Find(head, MessageHead.Kind) switch
    {
        "events" => LogMessageKind.Events,
        "gap" => LogMessageKind.Gap,
        "state" => LogMessageKind.State,
        "items" => LogMessageKind.Items,
        "latest" => LogMessageKind.Latest,
        "end" => LogMessageKind.End,
        _ => throw new MalformedDataException($"{MessageHead.Kind} is not known"),
    };

    private static long FirstOf(NatsHeaders head, long last)
    {
        var first = Sequence(head, MessageHead.First, 1);
        Require(first <= last, $"{MessageHead.First} is after {MessageHead.Last}");
        return first;
    }

    private static long Through(NatsHeaders head, long last) => head.ContainsKey(MessageHead.Through) ? Sequence(head, MessageHead.Through, 0) : last;

    private static (int Number, int Of)? PartOf(NatsHeaders head)
    {
        if (Find(head, MessageHead.Part) is not { } text)
        {
            return null;
        }

        var slash = text.IndexOf('/', StringComparison.Ordinal);
        Require(
            int.TryParse(slash < 0 ? "" : text.AsSpan(0, slash), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            & int.TryParse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var of)
            && number >= 1 && number <= of && of <= MaxParts,
            $"{MessageHead.Part} is not a part");
        return (number, of);
    }

    private static long Sequence(NatsHeaders head, string name, long least)
    {
        Require(
            long.TryParse(Find(head, name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= MaxSequence,
            $"{name} is not a sequence");
        return number;
    }

    private static bool IsToken(char character) => char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or '.';

    private static string? Find(NatsHeaders head, string name) => head.TryGetValue(name, out var values) && values.Count == 1 ? values[0] : null;

    private static void Require(bool holds, string fault)
    {
        if (!holds)
        {
            throw new MalformedDataException(fault);
        }
    }
}
