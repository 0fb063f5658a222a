namespace Gateway.Worker.Executors.Simulation.Galaxy;

/// <summary>An attribute or an alarm while the properties of templates and overrides are merged into it.</summary>
internal sealed class AttributeDraft(string localName, string path, ObjectScope scope)
{
    /// <summary>Full name, with the name of the object.</summary>
    public string Name { get; } = scope.NameOf(localName);

    /// <summary>The name within the object or the part that declares it.</summary>
    public string LocalName => localName;

    /// <summary>JSON path of the first declaration.</summary>
    public string Path => path;

    public ObjectScope Scope => scope;

    public Dictionary<string, PropertySource> Properties { get; } = new(StringComparer.Ordinal);
}
