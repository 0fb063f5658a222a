namespace Gateway.Web.Platform.Recorder;

/// <summary>The last entries of a ring. It grows as it is filled; when it must not grow, the oldest entry goes. Guarded by its ring.</summary>
/// <param name="most">Largest number of entries.</param>
internal sealed class OccurrenceBuffer(int most)
{
    private const int First = 4;

    private Occurrence[] _entries = [];
    private int _next;
    private int _held;

    /// <summary>Number of entries that were pushed out.</summary>
    public long Lost { get; private set; }

    /// <summary>The number of entries to grow by; 0 when there is room or the buffer is as large as it may be.</summary>
    public int Growth => _held < _entries.Length || _entries.Length >= most ? 0 : Math.Min(most, Math.Max(First, _entries.Length * 2)) - _entries.Length;

    public int Size => _entries.Length;

    public void Grow(int by)
    {
        var grown = new Occurrence[_entries.Length + by];
        CopyTo(grown);
        (_entries, _next) = (grown, _held);
    }

    public void Add(in Occurrence entry)
    {
        if (_entries.Length == 0)
        {
            Lost++;
            return;
        }

        Lost += _held == _entries.Length ? 1 : 0;
        _next = _next == _entries.Length ? 0 : _next;
        _entries[_next++] = entry;
        _held = Math.Min(_held + 1, _entries.Length);
    }

    /// <summary>The entries, the oldest first.</summary>
    public Occurrence[] ToArray()
    {
        var copy = new Occurrence[_held];
        CopyTo(copy);
        return copy;
    }

    public void Clear() => (_entries, _next, _held) = ([], 0, 0);

    private void CopyTo(Occurrence[] target)
    {
        var start = _next - _held;
        for (var i = 0; i < _held; i++)
        {
            var at = start + i;
            target[i] = _entries[at < 0 ? at + _entries.Length : at];
        }
    }
}
