using Gateway.Wire;

namespace Gateway.Contracts;

/// <summary>Maps the <c>kind</c> of a feed item to its type.</summary>
internal static class FeedItemKinds
{
    /// <exception cref="MalformedDataException">The kind is none of the documented ones.</exception>
    public static Type TypeOf(string? kind) => kind switch
    {
        FeedStartedItem.KindName => typeof(FeedStartedItem),
        FeedChangesItem.KindName => typeof(FeedChangesItem),
        FeedResetItem.KindName => typeof(FeedResetItem),
        FeedIdleItem.KindName => typeof(FeedIdleItem),
        _ => throw new MalformedDataException("Unknown kind of feed item."),
    };
}
