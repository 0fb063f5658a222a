using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Web.Sessions.Cluster.JetStream;
using Gateway.Web.Streams.Events;

namespace Gateway.Web.Sessions.Cluster;

/// <summary>Finds events that an edge misses in the history of their owner.</summary>
internal static class MissingEvents
{
    /// <returns>
    /// The messages with events, and with gaps between them; empty when no events are asked for, they belong to another numbering, or
    /// history has none of them. What history has lost before the first of them is not told: the edge sees it.
    /// </returns>
    public static IReadOnlyList<LogMessage> Of(EventDistributor distributor, SnapshotRequest request, int most)
    {
        if (request.After is not { } after || (request.Epoch is { } epoch && epoch != distributor.Epoch))
        {
            return [];
        }

        using var reader = distributor.SubscribeInternal("cluster", new StreamRequest { ResumeAfter = after });
        return [.. Messages(reader, request.Through ?? long.MaxValue, most).SkipWhile(message => message.Kind == LogMessageKind.Gap)];
    }

    private static IEnumerable<LogMessage> Messages(Subscription reader, long through, int most)
    {
        while (Next(reader) is { } item)
        {
            var messages = item switch
            {
                OutgoingEvents events when events.First <= through => EventMessages.Of(UpTo(events, through), most, most),
                GapItem gap when gap.RequestedAfter < through && EventMessages.Of(gap) is { } message => [message with { Last = Math.Min(message.Last, through) }],
                OutgoingEvents or GapItem => null,
                _ => [],
            };
            if (messages is null)
            {
                yield break;
            }

            foreach (var message in messages)
            {
                yield return message;
            }
        }
    }

    // History may lose what comes next while it is being read.
    private static StreamItem? Next(Subscription reader)
    {
        try
        {
            return reader.TryNext();
        }
        catch (GatewayException)
        {
            return null;
        }
    }

    private static OutgoingEvents UpTo(OutgoingEvents events, long through)
    {
        if (events.Last <= through)
        {
            return events;
        }

        var slices = events.Slices
            .Select(slice => slice with { Count = (int)Math.Clamp(through + 1 - slice.Rows.Headers[slice.Start].Sequence, 0, slice.Count) })
            .Where(slice => slice.Count > 0);
        return OutgoingEvents.Of(events.First, through, [.. slices]);
    }
}
