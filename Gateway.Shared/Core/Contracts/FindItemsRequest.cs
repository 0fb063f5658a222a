namespace Gateway.Contracts;

/// <summary>Which of the items that a session's source knows are wanted.</summary>
public sealed record FindItemsRequest
{
    /// <summary>
    /// A glob of references when it has <c>*</c> or <c>?</c>. Otherwise words, separated by blanks, each of which must be in the reference or in
    /// the description of the object, in either case. At most 256 characters; absent means everything.
    /// </summary>
    public string? Like { get; init; }

    /// <summary>The area of the objects; the empty text means the objects without an area. Absent means every area.</summary>
    public string? Area { get; init; }

    /// <summary>The name of the object. The source is then asked for the attributes that the object has now.</summary>
    public string? Object { get; init; }

    /// <summary>What to list; absent means items.</summary>
    public ItemLevel? Level { get; init; }

    /// <summary>Most entries of the page: 1 to 1 000; absent means 100.</summary>
    public int? Limit { get; init; }

    /// <summary>The <see cref="ItemPage.Next"/> of the page before.</summary>
    public string? After { get; init; }
}
