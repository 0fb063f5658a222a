using System.Security.Cryptography;

namespace Gateway.Web.Access.Login;

/// <summary>
/// Counts attempts per key in fixed windows. Keys are mapped to a fixed number of slots by a keyed hash, so that the memory is bounded
/// whatever keys are tried, and nobody can displace the count of another key. Two keys in the same slot share its limit; this is rare
/// and only makes the limit stricter. Safe on any thread.
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
    /// <returns>Null when the attempt may be made; otherwise the time until the window ends, and the attempt is not counted.</returns>
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

    /// <summary>Takes an attempt back that must not count.</summary>
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
