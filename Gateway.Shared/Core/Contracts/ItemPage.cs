namespace Gateway.Contracts;

/// <summary>
/// A page of what was found, in the order of the references; when words were asked for, references that begin with them come first. The caller
/// sees only what its token allows.
/// </summary>
public sealed record ItemPage
{
    public required IReadOnlyList<FoundItem> Items { get; init; }

    /// <summary>Give it as <see cref="FindItemsRequest.After"/> to get the next page; absent on the last one.</summary>
    public string? Next { get; init; }

    /// <summary>How many there are on all pages.</summary>
    public required int Total { get; init; }

    /// <summary>
    /// The number of objects whose attributes the source did not tell or was not asked for, so that items of them may be missing. Naming one as
    /// <see cref="FindItemsRequest.Object"/> asks for them.
    /// </summary>
    public int UnreadObjects { get; init; }

    /// <summary>For people: why something is missing, such as a galaxy dump that cannot be read; absent when nothing is known to be.</summary>
    public string? Notice { get; init; }
}
