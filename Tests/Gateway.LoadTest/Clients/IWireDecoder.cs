namespace Gateway.LoadTest.Clients;

/// <summary>
/// Takes whole messages from the bytes that a socket received. It costs almost nothing, because it reads spans and counts and no
/// values.
/// </summary>
internal interface IWireDecoder
{
    /// <summary>
    /// Whether the end of a WebSocket message is passed on as a record separator, because nothing else ends a message.
    /// </summary>
    bool NeedsBoundaries => false;

    /// <returns>Number of bytes of whole messages that were taken; the remaining bytes are passed again together with the next
    /// ones.</returns>
    int Take(ReadOnlySpan<byte> pending, Tally tally);
}
