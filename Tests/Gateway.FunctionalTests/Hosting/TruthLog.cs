using Gateway.Contracts;

namespace Gateway.FunctionalTests.Hosting;

/// <summary>Checks that each sequence comes once and in order, and that whatever does not come is in a gap.</summary>
internal sealed class TruthLog
{
    private long _position = -1;

    public long Position => Volatile.Read(ref _position);

    public long Events { get; private set; }

    /// <summary>Events that gaps said are missing.</summary>
    public long Missed { get; private set; }

    public void Take(StreamItem item)
    {
        switch (item)
        {
            case StartedItem started when Position < 0:
                _position = started.ResumedAfter;
                break;
            case EventsItem events:
                foreach (var received in events.Events)
                {
                    Expect(received.Sequence, Position + 1, "sequence");
                    Volatile.Write(ref _position, received.Sequence);
                    Events++;
                }

                break;
            case GapItem gap:
                Expect(gap.RequestedAfter, Position, "beginning of the gap");
                if (gap.Oldest <= Position)
                {
                    throw new InvalidOperationException($"The gap leads back from {Position} to {gap.Oldest}.");
                }

                Missed += gap.Oldest - 1 - Position;
                Volatile.Write(ref _position, gap.Oldest - 1);
                break;
        }
    }

    private static void Expect(long actual, long expected, string what)
    {
        if (actual != expected)
        {
            throw new InvalidOperationException($"The {what} is {actual} where {expected} was due.");
        }
    }
}
