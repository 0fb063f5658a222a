namespace Gateway.Web.Streams.Events;

/// <summary>Sequences that history holds no longer, of which the latest values of some items are still known.</summary>
/// <param name="After">The sequence before the first.</param>
/// <param name="Through">The last.</param>
/// <param name="Known">Those that are known, in their order; null when none are.</param>
internal readonly record struct LostSpan(long After, long Through, EncodedRows? Known)
{
    /// <summary>How many of the sequences up to one are not known.</summary>
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
