using Gateway.Wire;

namespace Gateway.Contracts;

/// <summary>Maps the <c>kind</c> of an item of a stream over many sessions to its type.</summary>
internal static class MultiSessionItemKinds
{
    /// <exception cref="MalformedDataException">The kind is none of the documented ones.</exception>
    public static Type TypeOf(string? kind) => kind switch
    {
        MultiSessionStartedItem.KindName => typeof(MultiSessionStartedItem),
        JoinedItem.KindName => typeof(JoinedItem),
        LeftItem.KindName => typeof(LeftItem),
        RoutedItem.KindName => typeof(RoutedItem),
        CursorItem.KindName => typeof(CursorItem),
        MultiSessionIdleItem.KindName => typeof(MultiSessionIdleItem),
        _ => throw new MalformedDataException("Unknown kind of item of a stream over many sessions."),
    };
}
