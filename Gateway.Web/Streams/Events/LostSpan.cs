namespace Gateway.Web.Streams.Events;

/// <summary>A span of sequences that were evicted from history, with the latest values that are still known.</summary>
/// <param name="After">The sequence before the first.</param>
/// <param name="Through">The last sequence of the span.</param>
/// <param name="Known">The events that are still known, in order; null when there are none.</param>
internal readonly record struct LostSpan(long After, long Through, EncodedRows? Known)
{
    /// <summary>How many of the span's sequences up to the given one are unknown.</summary>
    public long DroppedThrough(long sequence)
    {
        var span = Math.Min(sequence, Through) - After;
        return span <= 0 ? 0 : span - KnownThrough(sequence);
    }

    private int KnownThrough(long sequence)
    {
        var (low, high) = (0, Known?.Count ?? 0);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (Known!.Headers[middle].Sequence <= sequence)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }
}
