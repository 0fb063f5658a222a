namespace Gateway.Worker.Executors.Simulation;

/// <summary>
/// The result of one Register: its items, authenticated users and buffered interval. Used only on the executor's thread.
/// </summary>
internal sealed class SimulatedServer(int handle)
{
    private static readonly TimeSpan DefaultBufferedInterval = TimeSpan.FromSeconds(1);

    private readonly Dictionary<int, SimulatedItem> _items = [];
    private int _lastItemHandle;

    public int Handle => handle;

    public bool IsRegistered { get; set; } = true;

    /// <summary>User ids that AuthenticateUser or ArchestrAUserToId returned for this server handle.</summary>
    public HashSet<int> Users { get; } = [];

    public TimeSpan BufferedInterval { get; set; } = DefaultBufferedInterval;

    /// <summary>Whether a delivery of buffered samples is scheduled.</summary>
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
