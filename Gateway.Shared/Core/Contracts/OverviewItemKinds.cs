using Gateway.Wire;

namespace Gateway.Contracts;

/// <summary>Maps the <c>kind</c> of an overview item to its type.</summary>
internal static class OverviewItemKinds
{
    /// <exception cref="MalformedDataException">The kind is none of the documented ones.</exception>
    public static Type TypeOf(string? kind) => kind switch
    {
        OverviewWholeItem.KindName => typeof(OverviewWholeItem),
        OverviewChangesItem.KindName => typeof(OverviewChangesItem),
        OverviewCompleteItem.KindName => typeof(OverviewCompleteItem),
        OverviewAccessItem.KindName => typeof(OverviewAccessItem),
        _ => throw new MalformedDataException("Unknown kind of overview item."),
    };
}
