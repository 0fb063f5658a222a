using System.Runtime.CompilerServices;
using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Web.Access.Callers;
using Gateway.Web.Access.Live;
using Gateway.Web.Streams.Feed.Cursors;
using Gateway.Web.Streams.Feed.Reading;
using Gateway.Web.Streams.Log;

namespace Gateway.Web.Streams.Feed;

/// <summary>
/// Everything that hub clients may do with the feed. The rights of the connection decide at every step; a stream begins at the position
/// that the request or a cursor names.
/// </summary>
internal sealed class FeedDesk(FeedDistributor distributor, FeedReach reach, FeedCursorStore cursors, LogReaderRegistry running, TimeProvider time)
{
    /// <exception cref="GatewayException"><c>InvalidArgument</c> or <c>Forbidden</c>; while reading also <c>FeedUnavailable</c>,
    /// <c>TooManySubscribers</c>, or the reason why the stream ended.</exception>
    public IAsyncEnumerable<FeedItem> Open(LiveCaller live, FeedRequest request, CancellationToken cancellationToken)
    {
        Demand(live);
        FeedRequestValidator.Check(request);
        return ReadAsync(live, request, cancellationToken);
    }

    /// <inheritdoc cref="FeedCursorStore.CommitAsync"/>
    public Task CommitAsync(LiveCaller live, FeedCursor cursor, CancellationToken cancellationToken) =>
        cursors.CommitAsync(Demand(live).Subject, cursor, cancellationToken);

    /// <summary>A cursor of the caller's subject; null when there is none with this name.</summary>
    public Task<FeedCursor?> CursorAsync(LiveCaller live, string name, CancellationToken cancellationToken) =>
        cursors.GetAsync(Demand(live).Subject, name, cancellationToken);

    /// <inheritdoc cref="FeedCursorStore.DeleteAsync"/>
    public Task DeleteAsync(LiveCaller live, string name, CancellationToken cancellationToken) =>
        cursors.DeleteAsync(Demand(live).Subject, name, cancellationToken);

    private async IAsyncEnumerable<FeedItem> ReadAsync(LiveCaller live, FeedRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var place = live.Quota.TakeStream();
        await distributor.WaitUntilOpenAsync(cancellationToken);
        var position = await cursors.PositionOfAsync(live.Demand(time.GetUtcNow()).Subject, request, cancellationToken);
        var filter = new FeedFilter(reach, request.Kinds, request.SessionTags);
        using var reader = running.Expect(live, new LogReading(ReaderKind.Changes, StreamMode.Lossless, FilterOf(request), position.After));
        await foreach (var item in live.ReadAsync(time.GetUtcNow(), caller => Start(caller, position, filter, reader), cancellationToken))
        {
            Note(item, reader);
            yield return item;
        }
    }

    // The rights are read again, because a renewal may have come between the call and the first read.
    private LiveFeedStream Start(Caller caller, FeedResumePoint position, FeedFilter filter, RunningLogReader reader)
    {
        reach.Demand(caller);
        var stream = new LiveFeedStream(distributor.Subscribe(position, filter, caller), reach);
        reader.Begin(stream.Reader);
        return stream;
    }

    private static void Note(FeedItem item, RunningLogReader reader)
    {
        switch (item)
        {
            case FeedChangesItem changes:
                reader.Gave(changes.Changes.Count);
                break;
            case FeedResetItem reset:
                reader.Missed(reset.Reason, reset.RequestedAfter);
                break;
            default:
                break;
        }
    }

    private static string? FilterOf(FeedRequest request)
    {
        var parts = new[] { request.Kinds is { } kinds ? string.Join(", ", kinds) : null, request.SessionTags is { } tags ? string.Join(", ", tags) : null };
        var text = string.Join("; ", parts.OfType<string>());
        return text.Length == 0 ? null : text;
    }

    private Caller Demand(LiveCaller live)
    {
        var caller = live.Demand(time.GetUtcNow());
        reach.Demand(caller);
        return caller;
    }
}
