using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Web.Access.Callers;
using Gateway.Web.Streams.Log;
using Microsoft.Extensions.Options;

namespace Gateway.Web.Streams.Feed.Reading;

/// <summary>Hands committed changes to the readers of the feed.</summary>
internal sealed class FeedDistributor(KeptChanges kept, IOptions<FeedOptions> options, FeedMetrics metrics, TimeProvider time)
    : DurableLogDistributor<FeedReader, FeedBatch, FeedItem>(time, "feed")
{
    /// <summary>
    /// Called when the journal was opened, or opened again under another epoch, which makes running readers start over.
    /// </summary>
    public void Begin(string epoch, long oldest, long latest)
    {
        lock (Gate)
        {
            Begin(new LogBounds(epoch, oldest, latest));
        }
    }

    /// <summary>Publishes committed changes to every live reader.</summary>
    public void Publish(FeedBatch batch)
    {
        List<FeedReader>? slow;
        lock (Gate)
        {
            slow = Hand(batch);
        }

        metrics.SlowReaders(slow?.Count ?? 0);
    }

    /// <summary>Registers a reader and decides where it begins, under one lock.</summary>
    /// <exception cref="GatewayException"><c>TooManySubscribers</c>.</exception>
    public FeedReader Subscribe(FeedResumePoint position, FeedFilter filter, Caller caller)
    {
        var reader = new FeedReader(this, filter, caller, options.Value, Time);
        lock (Gate)
        {
            DemandPlace(options.Value.MaxReaders);
            var bounds = Bounds;
            var start = FeedStart.Of(position, bounds);
            var live = start.Cursor == bounds.Latest;
            reader.Begin(start, position.After ?? start.Cursor, bounds, live);
            Add(reader, live);
        }

        metrics.ReaderStarted();
        return reader;
    }

    /// <summary>Stops feeding a reader, empties its channel, and returns the current bounds of the feed.</summary>
    internal LogBounds Rejoin(FeedReader reader)
    {
        lock (Gate)
        {
            return SetBack(reader);
        }
    }

    internal void Remove(FeedReader reader)
    {
        lock (Gate)
        {
            if (!Readers.Remove(reader))
            {
                return;
            }
        }

        metrics.ReaderEnded();
    }

    internal void CountReset(FeedResetReason reason) => metrics.Reset(reason);

    protected override FeedBatch? ReadKept(long after, long through, int limit) => kept.Read(after, through, limit);

    protected override void OnReadFailed(Exception error) => kept.ReadFailed(error);
}
