namespace Gateway.Web.Sessions.Catalogue;

/// <summary>What is known of one object.</summary>
internal sealed record KnownObject(string Name)
{
    /// <summary>Null when it has none, or when it is not known.</summary>
    public string? Area { get; init; }

    public string? Description { get; init; }

    /// <summary>The items, by their references.</summary>
    public IReadOnlyDictionary<string, KnownAttribute> Items { get; init; } = new Dictionary<string, KnownAttribute>();

    /// <summary>When the source told the attributes that the object has, as a time stamp of the clock; null when it did not.</summary>
    public long? ReadAt { get; init; }

    /// <summary>The object with the attributes that the source has told. What was known of them stays.</summary>
    public KnownObject With(IEnumerable<string> attributes, long readAt)
    {
        var items = new Dictionary<string, KnownAttribute>(StringComparer.OrdinalIgnoreCase);
        foreach (var reference in attributes.Where(IsShown).Select(attribute => $"{Name}.{attribute}"))
        {
            items[reference] = Items.GetValueOrDefault(reference) is { DataType: not null } known ? known : new KnownAttribute(reference);
        }

        return this with { Items = items, ReadAt = readAt };
    }

    /// <summary>Attributes that begin with an underscore are of the platform's own use.</summary>
    private static bool IsShown(string attribute) => attribute.Length > 0 && !attribute.Split('.').Any(part => part.StartsWith('_'));
}
