namespace Gateway.Web.Sessions.Cluster;

/// <summary>
/// Keeps messages with events apart, so that many events share the cost of one message. The first event after a pause waits for nothing.
/// Used by one publisher.
/// </summary>
internal sealed class PublishPace(TimeSpan interval, TimeProvider time)
{
    private long? _began;

    /// <summary>A message with events is being written.</summary>
    public void Begin() => _began = time.GetTimestamp();

    /// <summary>Waits until the next one may be.</summary>
    public Task WaitAsync(CancellationToken cancellationToken)
    {
        var left = _began is { } began ? interval - time.GetElapsedTime(began) : TimeSpan.Zero;
        return left > TimeSpan.Zero ? Task.Delay(left, time, cancellationToken) : Task.CompletedTask;
    }
}
