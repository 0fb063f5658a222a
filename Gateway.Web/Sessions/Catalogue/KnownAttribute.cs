using Gateway.Values;

namespace Gateway.Web.Sessions.Catalogue;

/// <summary>What is known of one item.</summary>
/// <param name="Reference">Without the brackets of an array.</param>
internal sealed record KnownAttribute(string Reference)
{
    public MxDataType? DataType { get; init; }

    public bool IsArray { get; init; }

    public string? Unit { get; init; }

    public string? Description { get; init; }

    /// <summary>Whether the source was asked for the item itself.</summary>
    public bool IsDescribed { get; init; }

    /// <summary>With which the item is added.</summary>
    public string FullReference => IsArray ? $"{Reference}[]" : Reference;
}
