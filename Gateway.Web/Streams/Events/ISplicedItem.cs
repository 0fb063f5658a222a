using System.Buffers;
using Gateway.Wire;

namespace Gateway.Web.Streams.Events;

/// <summary>
/// A stream item that is mostly encoded already. It is written as its head, followed by its encoded bytes, which end it.
/// </summary>
internal interface ISplicedItem
{
    /// <summary>Number of bytes that <see cref="WriteEncoded"/> writes.</summary>
    int EncodedLength { get; }

    void WriteHead(in WireWriter writer);

    void WriteEncoded(IBufferWriter<byte> output);
}
