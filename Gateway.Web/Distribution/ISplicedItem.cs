using System.Buffers;
using Gateway.Encoding;

namespace Gateway.Web.Distribution;

/// <summary>A stream item most of which is encoded already. Written as its head, then its encoded bytes, which end it.</summary>
internal interface ISplicedItem
{
    /// <summary>Bytes that <see cref="WriteEncoded"/> writes.</summary>
    int EncodedLength { get; }

    void WriteHead(in MessagePackWriter writer);

    void WriteEncoded(IBufferWriter<byte> output);
}
