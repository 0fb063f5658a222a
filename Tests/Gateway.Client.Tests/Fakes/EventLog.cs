using System.Runtime.CompilerServices;
using Gateway.Contracts;

namespace Gateway.Client.Tests.Fakes;

/// <summary>A session with a fixed number of events that serves any resume and closes connections at random moments.</summary>
internal sealed class EventLog(int count, int seed, double dropRate)
{
    private readonly Lock _gate = new();
    private readonly Random _random = new(seed);

    public int Drops { get; private set; }

    public async IAsyncEnumerable<StreamItem> Read(FakeStream stream, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var after = stream.Request.ResumeAfter ?? 0;
        yield return Items.Started(after);
        while (after < count)
        {
            if (MustDrop())
            {
                stream.Abort();
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stream.Cancelled);
            }

            var last = Math.Min(after + BatchSize(), count);
            yield return Items.Events(after + 1, last);
            after = last;
            await Task.Yield();
        }
    }

    private bool MustDrop()
    {
        lock (_gate)
        {
            if (_random.NextDouble() >= dropRate)
            {
                return false;
            }

            Drops++;
            return true;
        }
    }

    private int BatchSize()
    {
        lock (_gate)
        {
            return _random.Next(1, 20);
        }
    }
}
