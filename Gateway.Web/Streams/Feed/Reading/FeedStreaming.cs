using System.Runtime.CompilerServices;
using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Web.Access.Callers;
using Gateway.Web.Access.Live;
using Gateway.Web.Streams.Feed.Cursors;

namespace Gateway.Web.Streams.Feed.Reading;

/// <summary>
/// The feed for a hub connection: limited by the connection's current rights, from the position that the request or a cursor names.
/// </summary>
internal sealed class FeedStreaming(FeedDistributor distributor, FeedReach reach, FeedCursorStore cursors, IAccessPolicy access, TimeProvider time)
{
    /// <exception cref="GatewayException"><c>InvalidArgument</c>, <c>Forbidden</c>, <c>FeedUnavailable</c>, <c>TooManySubscribers</c>,
    /// or the reason why the stream ended.</exception>
    public async IAsyncEnumerable<FeedItem> ReadAsync(LiveCaller live, FeedRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var place = live.Quota.TakeStream();
        await distributor.WaitUntilOpenAsync(cancellationToken);
        var position = await cursors.PositionOfAsync(live.Demand(time.GetUtcNow()).Subject, request, cancellationToken);
        var filter = new FeedFilter(reach, request.Kinds, request.SessionTags);
        await foreach (var item in live.ReadAsync(time.GetUtcNow(), caller => Start(caller, position, filter), cancellationToken))
        {
            yield return item;
        }
    }

    // The rights are read again, because a renewal may have come between the call and the first read.
    private LiveFeedStream Start(Caller caller, FeedResumePoint position, FeedFilter filter)
    {
        access.Demand(caller, GatewayAction.ReadFeed);
        return new LiveFeedStream(distributor.Subscribe(position, filter, caller), access);
    }
}
