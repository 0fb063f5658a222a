namespace Gateway.Web.Streams.Events;

/// <summary>A range of adjacent rows of one batch that a subscription delivers.</summary>
internal readonly record struct RowSlice(EncodedRows Rows, int Start, int Count)
{
    /// <summary>The rows as MessagePack.</summary>
    public ReadOnlySpan<byte> Encoded => Rows.Rows(Start, Count);

    public int EncodedLength => Encoded.Length;

    /// <summary>Adds an event; adjacent events of one batch are joined into one slice.</summary>
    public static void Append(List<RowSlice> slices, EncodedRows rows, int index)
    {
        if (slices.Count > 0 && slices[^1] is var previous && previous.Rows == rows && previous.Start + previous.Count == index)
        {
            slices[^1] = previous with { Count = previous.Count + 1 };
        }
        else
        {
            slices.Add(new RowSlice(rows, index, 1));
        }
    }
}
