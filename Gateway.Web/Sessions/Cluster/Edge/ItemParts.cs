using Gateway.Protocol;
using Gateway.Serialization;
using Gateway.Web.Sessions.Cluster.JetStream;
using Gateway.Wire;

namespace Gateway.Web.Sessions.Cluster.Edge;

/// <summary>Joins the parts of an announcement of items. Used by one reader of a subject.</summary>
internal sealed class ItemParts
{
    private const long MaxBytes = 64 * 1024 * 1024;

    private readonly List<StateFrame> _parts = [];
    private long _bytes;

    /// <summary>What a message tells of items; null while parts are missing.</summary>
    /// <exception cref="MalformedDataException">It is not a part that continues those before it.</exception>
    public StateFrame? Add(LogMessage message)
    {
        var (number, of) = message.Part ?? (1, 1);
        if (number == 1)
        {
            Clear();
        }

        Require(number == _parts.Count + 1, "it is a part without those before it");
        _bytes += message.Body.Length;
        Require(_bytes <= MaxBytes, "its parts are too long");
        _parts.Add(WireSerializer.Deserialize<StateFrame>(message.Body.Span));
        return number < of ? null : Join();
    }

    public void Clear()
    {
        _parts.Clear();
        _bytes = 0;
    }

    private StateFrame Join()
    {
        var joined = _parts is [var only] ? only : new StateFrame
        {
            Reset = _parts[0].Reset,
            Items = [.. _parts.SelectMany(part => part.Items)],
            Removed = [.. _parts.SelectMany(part => part.Removed)],
            Former = [.. _parts.SelectMany(part => part.Former)],
        };
        Clear();
        return joined;
    }

    private static void Require(bool holds, string fault)
    {
        if (!holds)
        {
            throw new MalformedDataException(fault);
        }
    }
}
