using Gateway.Client;
using Gateway.Contracts;

namespace Gateway.FunctionalTests.Hosting;

/// <summary>Checks what a client receives of one session: each sequence comes once and in order, and whatever does not come is in a gap.</summary>
/// <param name="after">The position from which the client asked to go on; -1 when the gateway chooses where it begins.</param>
internal sealed class SequenceLog(long after = -1)
{
    private long _position = after;
    private long _events;

    public long Position => Volatile.Read(ref _position);

    public long Events => Volatile.Read(ref _events);

    public int Gaps { get; private set; }

    /// <summary>Events that gaps said are missing.</summary>
    public long Missed { get; private set; }

    /// <summary>Reads a stream until the test has seen enough and cancels.</summary>
    public async Task ReadAsync(EventStream stream, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var item in stream.WithCancellation(cancellationToken))
            {
                Take(item);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The test has seen enough.
        }
    }

    public void Take(StreamItem item)
    {
        switch (item)
        {
            case StartedItem started:
                Begin(started.ResumedAfter);
                break;
            case EventsItem events:
                Take(events);
                break;
            case GapItem gap:
                Take(gap);
                break;
        }
    }

    /// <summary>The gateway said after which sequence the session begins; after a resume it says so again.</summary>
    public void Begin(long after)
    {
        if (Position < 0)
        {
            Volatile.Write(ref _position, after);
        }
    }

    private void Take(EventsItem item)
    {
        foreach (var received in item.Events)
        {
            Expect(received.Sequence, Position + 1, "sequence");
            Volatile.Write(ref _position, received.Sequence);
        }

        Interlocked.Add(ref _events, item.Events.Count);
    }

    private void Take(GapItem gap)
    {
        Expect(gap.RequestedAfter, Position, "beginning of the gap");
        if (gap.Oldest <= Position)
        {
            throw new InvalidOperationException($"The gap leads back from {Position} to {gap.Oldest}.");
        }

        Gaps++;
        Missed += gap.Oldest - 1 - Position;
        Volatile.Write(ref _position, gap.Oldest - 1);
    }

    private static void Expect(long actual, long expected, string what)
    {
        if (actual != expected)
        {
            throw new InvalidOperationException($"The {what} is {actual} where {expected} was due.");
        }
    }
}
