using System.Security.Cryptography;

namespace Gateway.Web.Access.Login;

/// <summary>
/// Counts attempts per key in fixed windows. Keys share a fixed number of slots by a keyed hash, so that memory is bounded
/// whatever is tried, and nobody can push another key's count out. Two keys in one slot share its limit: rare, and on the
/// strict side. Any thread.
/// </summary>
internal sealed class AttemptCounter
{
    private const int SlotCount = 1 << 16;

    private readonly int _limit;
    private readonly TimeSpan _window;
    private readonly TimeProvider _time;
    private readonly Slot[] _slots = new Slot[SlotCount];
    private readonly byte[] _hashKey = RandomNumberGenerator.GetBytes(16);
    private readonly Lock _lock = new();

    public AttemptCounter(int limit, TimeSpan window, TimeProvider time)
    {
        _limit = limit;
        _window = window;
        _time = time;
    }

    /// <summary>Counts an attempt.</summary>
    /// <returns>Null when it may be made, else the time until the window ends; the attempt is then not counted.</returns>
    public TimeSpan? Take(string key)
    {
        var now = _time.GetUtcNow();
        lock (_lock)
        {
            ref var slot = ref _slots[IndexOf(key)];
            if (slot.Count == 0 || now >= slot.Ends || slot.Ends - now > _window)
            {
                slot = new Slot(now + _window, 0);
            }

            if (slot.Count >= _limit)
            {
                return slot.Ends - now;
            }

            slot = slot with { Count = slot.Count + 1 };
            return null;
        }
    }

    /// <summary>Takes an attempt back, because it shall not count.</summary>
    public void Return(string key)
    {
        lock (_lock)
        {
            ref var slot = ref _slots[IndexOf(key)];
            slot = slot with { Count = Math.Max(0, slot.Count - 1) };
        }
    }

    private int IndexOf(string key)
    {
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(_hashKey, System.Text.Encoding.UTF8.GetBytes(key), hash);
        return (hash[0] | (hash[1] << 8)) & (SlotCount - 1);
    }

    private readonly record struct Slot(DateTimeOffset Ends, int Count);
}
