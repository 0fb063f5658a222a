using Gateway.Contracts;

namespace Gateway.Client.Internal;

/// <summary>Cuts <c>events</c> items.</summary>
internal static class EventSpan
{
    /// <summary>
    /// The part after <paramref name="after"/> with at most <paramref name="count"/> events; null when nothing of the span
    /// is after it. A span cut short ends with its last event, so that the next one joins.
    /// </summary>
    public static EventsItem? Slice(EventsItem item, long after, int count)
    {
        if (item.Last <= after)
        {
            return null;
        }

        // The usual case comes first, because looking at an event makes objects of all that were received.
        if (item.First > after && item.Events.Count <= count)
        {
            return item;
        }

        var skip = 0;
        while (skip < item.Events.Count && item.Events[skip].Sequence <= after)
        {
            skip++;
        }

        var take = Math.Min(count, item.Events.Count - skip);
        var whole = skip + take == item.Events.Count;
        return new EventsItem
        {
            First = Math.Max(item.First, after + 1),
            Last = whole ? item.Last : item.Events[skip + take - 1].Sequence,
            Events = [.. item.Events.Skip(skip).Take(take)],
        };
    }

    /// <summary>The last <paramref name="count"/> events.</summary>
    public static EventsItem Tail(EventsItem item, int count) => item.Events.Count <= count
        ? item
        : Slice(item, item.Events[^(count + 1)].Sequence, count)!;
}
