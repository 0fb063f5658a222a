namespace Gateway.Web.Distribution;

/// <summary>Some rows side by side: what a subscription passes on of a batch.</summary>
internal readonly record struct RowSlice(EventRows Rows, int Start, int Count)
{
    /// <summary>The MessagePack rows.</summary>
    public ReadOnlySpan<byte> Encoded => Rows.Rows(Start, Count);

    public int EncodedLength => Encoded.Length;
}
