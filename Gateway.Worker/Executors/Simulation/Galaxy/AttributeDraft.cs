namespace Gateway.Worker.Executors.Simulation.Galaxy;

/// <summary>An attribute while templates and overrides are laid over each other, property by property.</summary>
internal sealed class AttributeDraft(string name, string path, ObjectScope scope)
{
    /// <summary>Full name with the object's.</summary>
    public string Name => name;

    /// <summary>Where it was declared first.</summary>
    public string Path => path;

    public ObjectScope Scope => scope;

    public Dictionary<string, PropertySource> Properties { get; } = new(StringComparer.Ordinal);
}
