using Gateway.Wire;

namespace Gateway.LoadTest.Clients;

/// <summary>Whether latencies are counted now.</summary>
internal sealed class MeasuredWindow
{
    private volatile bool _open;

    public bool IsOpen
    {
        get => _open;
        set => _open = value;
    }

    /// <summary>Microseconds since 1970, by the clock that sets the time stamps of events.</summary>
    public static long NowMicroseconds() => WireTime.ToMicroseconds(TimeProvider.System.GetUtcNow().UtcDateTime);
}
