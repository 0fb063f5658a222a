using System.Diagnostics;
using Gateway.LoadTest.Clients;

namespace Gateway.LoadTest.Targets;

/// <summary>One server and one way of subscribing to it.</summary>
internal interface ITarget
{
    string Name { get; }

    /// <summary>Highest rate at which the target is measured, in deliveries per second of all subscribers together.</summary>
    int GreatestRate => int.MaxValue;

    /// <summary>The process whose CPU is counted per delivery.</summary>
    Process Server { get; }

    /// <summary>Processes that only raise the events; their figures are shown separately.</summary>
    IReadOnlyList<Process> Workers { get; }

    /// <summary>Connects subscribers, spread evenly over the sources, and returns when the server has all of them.</summary>
    Task<IReadOnlyList<WireClient>> SubscribeAsync(int count, MeasuredWindow window);

    /// <summary>Sets the number of events per second, of all sources together.</summary>
    Task SetRateAsync(int eventsPerSecond);

    /// <summary>Last sequence of the source that a subscriber reads. It is final when the rate is 0.</summary>
    Task<long> LatestAsync(int subscriber);

    /// <summary>Bytes that the server has allocated since its start; null when it does not report them.</summary>
    Task<long?> AllocatedAsync();

    /// <summary>The message by which a subscriber stays connected; null when none is needed.</summary>
    ReadOnlyMemory<byte>? Ping { get; }

    /// <summary>Whether <see cref="Ping"/> is sent as a binary message.</summary>
    bool PingIsBinary => false;
}
