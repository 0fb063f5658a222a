using System.Runtime.ExceptionServices;

namespace Gateway.Client.Internal;

/// <summary>The bounded queue between one stream's pump and its reader. One writer, one reader, any threads.</summary>
/// <param name="capacity">Weight from which on nothing more may be added; the last entry may go beyond it.</param>
/// <param name="weightOf">How much of the buffer an entry takes.</param>
internal class StreamBuffer<TEntry>(int capacity, Func<TEntry, int> weightOf)
    where TEntry : class
{
    /// <summary>What may be left of a full buffer that counts as drained, as a divisor.</summary>
    private const int DrainedPart = 4;

    private readonly Signal _filled = new();
    private readonly Signal _drained = new();
    private bool _completed;
    private Exception? _failure;

    public bool IsFull => Weight >= capacity;

    /// <summary>What waits for the reader.</summary>
    public int Weight
    {
        get
        {
            lock (Gate)
            {
                return Held;
            }
        }
    }

    /// <summary>Guards everything below.</summary>
    protected Lock Gate { get; } = new();

    protected LinkedList<TEntry> Entries { get; } = [];

    /// <summary>Weight of the entries.</summary>
    protected int Held { get; set; }

    public void Add(TEntry entry)
    {
        lock (Gate)
        {
            Put(entry);
        }

        _filled.Set();
    }

    /// <summary>No more entries; the reader gets what is left, then the failure if there is one.</summary>
    public void Complete(Exception? failure)
    {
        lock (Gate)
        {
            _completed = true;
            _failure = failure;
        }

        _filled.Set();
    }

    /// <summary>The next entry; null at the end.</summary>
    public async ValueTask<TEntry?> TakeAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (TryTake(out var entry))
            {
                return entry;
            }

            await _filled.WaitAsync(cancellationToken);
        }
    }

    /// <summary>
    /// Completes once three quarters of the buffer are free. A paused stream is not resumed for a single entry, and not so late that the reader
    /// has nothing to read during the round trip.
    /// </summary>
    public async Task WaitForRoomAsync(CancellationToken cancellationToken)
    {
        while (Weight > capacity / DrainedPart)
        {
            await _drained.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Adds an entry, under the gate.</summary>
    protected virtual void Put(TEntry entry)
    {
        Entries.AddLast(entry);
        Held += weightOf(entry);
    }

    /// <summary>True with an entry, or with null at the end; false when there is nothing to take yet.</summary>
    private bool TryTake(out TEntry? entry)
    {
        lock (Gate)
        {
            entry = Entries.First?.Value;
            if (entry is not null)
            {
                Entries.RemoveFirst();
                Held -= weightOf(entry);
                if (Held <= capacity / DrainedPart)
                {
                    _drained.Set();
                }

                return true;
            }

            if (_completed && _failure is not null)
            {
                ExceptionDispatchInfo.Throw(_failure);
            }

            return _completed;
        }
    }
}
