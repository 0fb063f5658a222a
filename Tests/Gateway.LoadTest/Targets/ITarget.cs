using System.Diagnostics;
using Gateway.LoadTest.Clients;

namespace Gateway.LoadTest.Targets;

/// <summary>One server with one way of subscribing to it.</summary>
internal interface ITarget
{
    string Name { get; }

    /// <summary>Deliveries a second, all subscribers together, beyond which it is not asked.</summary>
    int GreatestRate => int.MaxValue;

    /// <summary>The process whose CPU is counted per delivery.</summary>
    Process Server { get; }

    /// <summary>Processes that only make the events; shown apart.</summary>
    IReadOnlyList<Process> Workers { get; }

    /// <summary>Connects subscribers, spread over the sources evenly, and returns when the server has them all.</summary>
    Task<IReadOnlyList<WireClient>> SubscribeAsync(int count, MeasuredWindow window);

    /// <summary>Makes this many events a second, of all sources together.</summary>
    Task SetRateAsync(int eventsPerSecond);

    /// <summary>Last sequence of the source that a subscriber reads. Final once the rate is 0.</summary>
    Task<long> LatestAsync(int subscriber);

    /// <summary>Bytes the server has allocated since its start; null when it does not tell.</summary>
    Task<long?> AllocatedAsync();

    /// <summary>What a subscriber says to stay connected; null when nothing is needed.</summary>
    ReadOnlyMemory<byte>? Ping { get; }

    /// <summary>Whether <see cref="Ping"/> goes as a binary message.</summary>
    bool PingIsBinary => false;
}
