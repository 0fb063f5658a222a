namespace Gateway.Web.Streams.Events;

/// <summary>Some rows side by side: what a subscription passes on of a batch.</summary>
internal readonly record struct RowSlice(EncodedRows Rows, int Start, int Count)
{
    /// <summary>The MessagePack rows.</summary>
    public ReadOnlySpan<byte> Encoded => Rows.Rows(Start, Count);

    public int EncodedLength => Encoded.Length;

    /// <summary>Adds an event; neighbours of one batch go together.</summary>
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
