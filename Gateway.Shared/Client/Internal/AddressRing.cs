namespace Gateway.Client.Internal;

/// <summary>The addresses of one gateway in their order: which one is in use, and which is next. Safe on any thread.</summary>
internal sealed class AddressRing(IReadOnlyList<Uri> addresses)
{
    private readonly Lock _gate = new();
    private int _at;
    private int _moves;

    public int Count => addresses.Count;

    /// <summary>The address of the connection, or of the attempt; null when a connection that was brought along knows its own.</summary>
    public Uri? Current
    {
        get
        {
            lock (_gate)
            {
                return addresses.Count == 0 ? null : addresses[_at];
            }
        }
    }

    /// <summary>The address in use has failed: it is the turn of the next one. True when each has had its turn, so that it is time to wait.</summary>
    public bool Next()
    {
        lock (_gate)
        {
            var count = Math.Max(addresses.Count, 1);
            _at = (_at + 1) % count;
            _moves = (_moves + 1) % count;
            return _moves == 0;
        }
    }

    /// <summary>A round begins with the address in use, which has proved good.</summary>
    public void Reset()
    {
        lock (_gate)
        {
            _moves = 0;
        }
    }
}
