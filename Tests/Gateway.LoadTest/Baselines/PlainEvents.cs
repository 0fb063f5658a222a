using Gateway.Events;
using Gateway.Values;

namespace Gateway.LoadTest.Baselines;

/// <summary>Events as objects, for hubs that serialize each one.</summary>
internal static class PlainEvents
{
    public static MxEvent Of(long sequence, DateTime time) => new()
    {
        Sequence = sequence,
        Family = EventFamily.OnDataChange,
        ServerHandle = 1,
        ItemHandle = 23,
        Value = MxValue.FromInt32(4711),
        Quality = 192,
        SourceTime = time,
        WorkerTime = time,
    };
}
