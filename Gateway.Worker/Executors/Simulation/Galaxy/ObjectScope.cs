using System.Text.Json;
using Gateway.Worker.Executors.Simulation.Formulas;

namespace Gateway.Worker.Executors.Simulation.Galaxy;

/// <summary>
/// Looks up names inside an object or one of its parts: first among the part's own attributes, then among those of the enclosing
/// parts, then among the object's, then among all attributes of the galaxy.
/// </summary>
internal sealed class ObjectScope(GalaxyNames names, string objectName, string prefix, ObjectScope? outer) : IFormulaNames
{
    private readonly Dictionary<string, ObjectScope> _parts = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, PropertySource> _parameters = new(StringComparer.OrdinalIgnoreCase);

    public string ObjectName => objectName;

    /// <summary>Full name of an attribute that is declared in this scope.</summary>
    public string NameOf(string attribute) => $"{objectName}.{prefix}{attribute}";

    public ObjectScope Part(string name)
    {
        if (!_parts.TryGetValue(name, out var part))
        {
            part = new ObjectScope(names, objectName, $"{prefix}{name}.", this);
            _parts.Add(name, part);
        }

        return part;
    }

    /// <summary>Defines a parameter unless a more specific place has already defined it.</summary>
    public void Define(string name, PropertySource source) => _parameters.TryAdd(name, source);

    public PlantAttribute? Attribute(string name)
    {
        for (var scope = this; scope is not null; scope = scope.Outer)
        {
            if (names.Attributes.TryGetValue(scope.NameOf(name), out var own))
            {
                return own;
            }
        }

        return names.Attributes.GetValueOrDefault(name) ?? names.Attributes.GetValueOrDefault(name + ".PV");
    }

    public Formula? Parameter(string name)
    {
        if (Find(name) is not { } source)
        {
            return null;
        }

        if (source.Value.ValueKind == JsonValueKind.Number)
        {
            var number = source.Value.GetDouble();
            return _ => number;
        }

        if (!names.Compiling.Add(source.Path))
        {
            throw new FormulaException($"parameter '${name}' refers to itself");
        }

        try
        {
            return FormulaCompiler.Compile(source.Value.GetString() ?? "", source.Scope);
        }
        finally
        {
            names.Compiling.Remove(source.Path);
        }
    }

    /// <summary>
    /// Replaces <c>{object}</c> and <c>{Parameter}</c> in the text and in what was inserted; unknown names in braces remain.
    /// </summary>
    public string Interpolate(string text)
    {
        // The number of replacements is bounded because a parameter may contain itself.
        const int maxReplacements = 16;
        var from = 0;
        for (var replaced = 0; replaced < maxReplacements; replaced++)
        {
            var open = text.IndexOf('{', from);
            var close = open < 0 ? -1 : text.IndexOf('}', open);
            if (close < 0)
            {
                break;
            }

            var name = text[(open + 1)..close];
            var replacement = name == "object" ? objectName : Find(name)?.Value.ToString();
            text = replacement is null ? text : text[..open] + replacement + text[(close + 1)..];
            from = replacement is null ? open + 1 : open;
        }

        return text;
    }

    private ObjectScope? Outer => outer;

    private PropertySource? Find(string name) => _parameters.GetValueOrDefault(name) ?? outer?.Find(name);
}
