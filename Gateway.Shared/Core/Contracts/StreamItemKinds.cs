using Gateway.Wire;

namespace Gateway.Contracts;

/// <summary>Maps the <c>kind</c> of a stream item to its type.</summary>
internal static class StreamItemKinds
{
    /// <exception cref="MalformedDataException">The kind is none of the documented ones.</exception>
    public static Type TypeOf(string? kind) => kind switch
    {
        StartedItem.KindName => typeof(StartedItem),
        EventsItem.KindName => typeof(EventsItem),
        GapItem.KindName => typeof(GapItem),
        SnapshotItem.KindName => typeof(SnapshotItem),
        AccessItem.KindName => typeof(AccessItem),
        LaggedItem.KindName => typeof(LaggedItem),
        ModeItem.KindName => typeof(ModeItem),
        IdleItem.KindName => typeof(IdleItem),
        StateItem.KindName => typeof(StateItem),
        _ => throw new MalformedDataException("Unknown kind of stream item."),
    };
}
