namespace Gateway.Client.Internal;

/// <summary>Moves one of the gateway's logs from the hub into the buffer.</summary>
internal sealed class LogPump<TItem, TPosition>(GatewayClient client, string method, string name, ILogTracker<TItem, TPosition> tracker)
    : ResumingPump<TItem>(client, method)
    where TItem : class
    where TPosition : struct
{
    /// <summary>Items that wait for the reader before the stream pauses.</summary>
    private const int Capacity = 256;

    public StreamBuffer<BufferedLogItem<TItem, TPosition>> Buffer { get; } = new(Capacity, _ => 1);

    /// <summary>The position with which the stream begins.</summary>
    public TPosition? Start { get; } = tracker.Position;

    protected override string Name => name;

    protected override object?[] Arguments => [tracker.Request];

    protected override void Restart() => tracker.Restart();

    protected override Interruption? Take(TItem received)
    {
        // Only what fits moves the position: the server is asked for the rest again.
        if (Buffer.IsFull && tracker.MayPause)
        {
            return Interruption.Paused;
        }

        var accepted = tracker.Accept(received);
        if (tracker.Broken is { } violation)
        {
            return Tolerate(violation);
        }

        if (accepted is not null)
        {
            Note(accepted);
            Buffer.Add(new BufferedLogItem<TItem, TPosition>(accepted, tracker.Position));
        }

        return null;
    }

    protected override Task WaitForRoomAsync(CancellationToken cancellationToken) => Buffer.WaitForRoomAsync(cancellationToken);

    protected override void Complete(Exception? failure) => Buffer.Complete(failure);

    private void Note(TItem accepted)
    {
        var isStart = tracker.IsStart(accepted);
        if (isStart || tracker.IsProgress(accepted))
        {
            NoteProgress(isStart);
        }
    }
}
