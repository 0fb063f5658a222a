using Gateway.Contracts;
using Gateway.Web.Access.Callers;

namespace Gateway.Web.Streams.Feed.Reading;

/// <summary>The feed in pages, for clients that poll instead of staying connected.</summary>
internal sealed class FeedPaging(FeedDistributor distributor, FeedReach reach)
{
    /// <summary>
    /// Largest number of changes that are read for one page. If few of them pass the filter, the page ends early and carries its
    /// position.
    /// </summary>
    private const int MaxScanned = 20_000;

    private const int ReadAtOnce = 1_000;

    /// <exception cref="Errors.GatewayException"><c>FeedUnavailable</c>.</exception>
    public async Task<FeedPage> PageAsync(Caller caller, FeedRequest request, int limit, CancellationToken cancellationToken)
    {
        await distributor.WaitUntilOpenAsync(cancellationToken);
        var bounds = distributor.Bounds;
        var start = FeedStart.Of(new FeedResumePoint(request.After ?? 0, request.FeedEpoch), bounds);
        var filter = new FeedFilter(reach, request.Kinds, request.SessionTags);
        var changes = new List<FeedChange>();
        var (cursor, reset) = (start.Cursor, start.Reset);
        while (changes.Count < limit && cursor - start.Cursor < MaxScanned && distributor.Read(bounds.Epoch, cursor, ReadAtOnce) is { } batch)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (batch.First > cursor + 1)
            {
                if (cursor > start.Cursor)
                {
                    // Changes that were read before the missing ones are returned first; the next page reports the reset.
                    break;
                }

                reset ??= FeedResetReason.Retention;
            }

            cursor = Collect(batch, caller, filter, changes, limit);
        }

        bounds = distributor.Bounds;
        return new FeedPage { FeedEpoch = bounds.Epoch, Oldest = bounds.Oldest, Latest = bounds.Latest, Changes = changes, Next = cursor, Reset = reset };
    }

    // The position after the changes of this page.
    private static long Collect(FeedBatch batch, Caller caller, FeedFilter filter, List<FeedChange> changes, int limit)
    {
        foreach (var record in batch.Records)
        {
            if (filter.Matches(record, caller))
            {
                changes.Add(record.Change);
                if (changes.Count == limit)
                {
                    return record.Change.Sequence;
                }
            }
        }

        return batch.Last;
    }
}
