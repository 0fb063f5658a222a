using Gateway.Client.Internal;

namespace Gateway.Client;

/// <summary>A stream of one of the gateway's logs, with a position from which it can be continued.</summary>
public abstract class LogStream<TItem, TPosition> : ResumableStream<TItem>
    where TItem : class
    where TPosition : struct
{
    private readonly StreamBuffer<BufferedLogItem<TItem, TPosition>> _buffer;
    private readonly Lock _gate = new();
    private TPosition? _position;

    private protected LogStream(LogPump<TItem, TPosition> pump, CancellationToken cancellationToken)
        : base(pump, cancellationToken)
    {
        _buffer = pump.Buffer;
        _position = pump.Start;
    }

    /// <summary>
    /// The position after the item that the reader has. Pass it with the next request to continue later, even in another process. Null
    /// while there is none from which the stream could continue. Safe on any thread.
    /// </summary>
    public TPosition? Position
    {
        get
        {
            lock (_gate)
            {
                return _position;
            }
        }
    }

    private protected override async ValueTask<TItem?> TakeAsync(CancellationToken cancellationToken)
    {
        if (await _buffer.TakeAsync(cancellationToken) is not { } next)
        {
            return null;
        }

        lock (_gate)
        {
            _position = next.Position;
        }

        return next.Item;
    }
}
