using System.Buffers;
using Gateway.Wire;

namespace Gateway.Web.Streams.Events;

/// <summary>A stream item most of which is encoded already. Written as its head, then its encoded bytes, which end it.</summary>
internal interface ISplicedItem
{
    /// <summary>Bytes that <see cref="WriteEncoded"/> writes.</summary>
    int EncodedLength { get; }

    void WriteHead(in WireWriter writer);

    void WriteEncoded(IBufferWriter<byte> output);
}
