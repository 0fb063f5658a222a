namespace Gateway.Worker.Executors.Simulation;

/// <summary>One Register: its items, its authenticated users, its buffered interval. Executor thread only.</summary>
internal sealed class SimulatedServer(int handle)
{
    private static readonly TimeSpan DefaultBufferedInterval = TimeSpan.FromSeconds(1);

    private readonly Dictionary<int, SimulatedItem> _items = [];
    private int _lastItemHandle;

    public int Handle => handle;

    public bool IsRegistered { get; set; } = true;

    /// <summary>User ids that AuthenticateUser or ArchestrAUserToId gave out here.</summary>
    public HashSet<int> Users { get; } = [];

    public TimeSpan BufferedInterval { get; set; } = DefaultBufferedInterval;

    /// <summary>A delivery of buffered samples is scheduled.</summary>
    public bool IsFlushScheduled { get; set; }

    public IReadOnlyCollection<SimulatedItem> Items => _items.Values;

    public SimulatedItem? Find(int itemHandle) => _items.GetValueOrDefault(itemHandle);

    public SimulatedItem Add(ResolvedReference reference, bool buffered)
    {
        var item = new SimulatedItem(handle, ++_lastItemHandle, reference, buffered);
        _items.Add(item.ItemHandle, item);
        return item;
    }

    public void Remove(SimulatedItem item) => _items.Remove(item.ItemHandle);
}
