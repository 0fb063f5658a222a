using System.Buffers;

namespace Gateway.Web.Front.Api.Streaming;

/// <summary>The items of one stream as JSON, in order, each once.</summary>
internal interface IItemText<in TItem>
{
    /// <summary>The position from which a stream continues that was cut after this item, as <c>epoch:sequence</c>; null when the position before it still holds.</summary>
    string? PositionAfter(TItem item);

    /// <summary>Writes the members of the item's object and the brace that ends it. The text has no line break.</summary>
    void Write(IBufferWriter<byte> output, TItem item);
}
