namespace Gateway.LoadTest.Clients;

/// <summary>Takes whole messages off what a socket received. Costs next to nothing: it reads spans and counts, not values.</summary>
internal interface IWireDecoder
{
    /// <summary>Whether the end of a WebSocket message is to show as a record separator, because nothing else ends a message.</summary>
    bool NeedsBoundaries => false;

    /// <returns>Bytes of whole messages taken; the rest comes again with what follows.</returns>
    int Take(ReadOnlySpan<byte> pending, Tally tally);
}
