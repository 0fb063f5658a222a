using Gateway.Contracts;

namespace Gateway.FunctionalTests.Hosting;

/// <summary>Checks what a client receives: each sequence once, in order, and without holes.</summary>
internal sealed class SequenceLog
{
    private long _events;

    public long Position { get; private set; } = -1;

    public long Events => Volatile.Read(ref _events);

    public int Gaps { get; private set; }

    public void Take(StreamItem item)
    {
        switch (item)
        {
            case StartedItem started when Position < 0:
                Position = started.ResumedAfter;
                break;
            case EventsItem events:
                TakeEvents(events);
                break;
            case GapItem:
                Gaps++;
                break;
        }
    }

    private void TakeEvents(EventsItem item)
    {
        foreach (var received in item.Events)
        {
            if (received.Sequence != Position + 1)
            {
                throw new InvalidOperationException($"Sequence {received.Sequence} came after {Position}.");
            }

            Position = received.Sequence;
        }

        Interlocked.Add(ref _events, item.Events.Count);
    }
}
