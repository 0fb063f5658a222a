namespace Gateway.Worker.Executors.Simulation.Galaxy;

/// <summary>An attribute while the properties of templates and overrides are merged into it.</summary>
internal sealed class AttributeDraft(string name, string path, ObjectScope scope)
{
    /// <summary>Full name, with the name of the object.</summary>
    public string Name => name;

    /// <summary>JSON path of the first declaration.</summary>
    public string Path => path;

    public ObjectScope Scope => scope;

    public Dictionary<string, PropertySource> Properties { get; } = new(StringComparer.Ordinal);
}
