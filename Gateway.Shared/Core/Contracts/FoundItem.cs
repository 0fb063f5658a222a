using Gateway.Values;

namespace Gateway.Contracts;

/// <summary>An item that a source knows, or one of its objects or areas.</summary>
public sealed record FoundItem
{
    public required ItemLevel Level { get; init; }

    /// <summary>
    /// The reference with which an item is added, with <c>[]</c> for a whole array; the name of an object or an area. The area of objects that
    /// have none is the empty text.
    /// </summary>
    public required string Reference { get; init; }

    /// <summary>The object of an item.</summary>
    public string? Object { get; init; }

    /// <summary>The area of an item or an object; absent when it has none, or when it is not known.</summary>
    public string? Area { get; init; }

    /// <summary>The type of an item's value; absent when it is not known.</summary>
    public MxDataType? DataType { get; init; }

    /// <summary>The engineering unit of an item.</summary>
    public string? Unit { get; init; }

    /// <summary>The description of an item or an object.</summary>
    public string? Description { get; init; }

    /// <summary>How many items an object has, or how many objects an area has, as far as the caller may see them.</summary>
    public int? Count { get; init; }
}
