using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Web.Access.Callers;
using Gateway.Web.Access.Live;

namespace Gateway.Web.Streams.Feed.Reading;

/// <summary>A running stream of the feed, which follows changes of its connection's rights.</summary>
internal sealed class LiveFeedStream(FeedReader reader, FeedReach reach) : ILiveReader<FeedItem>
{
    public FeedReader Reader => reader;

    public IAsyncEnumerable<FeedItem> ReadAsync(CancellationToken cancellationToken) => reader.ReadAsync(cancellationToken);

    public bool Renewed(Caller caller)
    {
        try
        {
            reach.Demand(caller);
        }
        catch (GatewayException error)
        {
            reader.Channel.Abort(error);
            return false;
        }

        reader.Channel.ChangeVisible(caller);
        return true;
    }

    public void End(GatewayException error) => reader.Channel.Abort(error);

    public void Dispose() => reader.Dispose();
}
