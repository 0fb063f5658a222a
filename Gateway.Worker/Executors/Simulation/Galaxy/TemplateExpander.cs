using System.Text.Json;

namespace Gateway.Worker.Executors.Simulation.Galaxy;

/// <summary>
/// Merges templates, parts and overrides. Objects, parts and templates are bodies of the same form (<c>template</c>,
/// <c>parameters</c>, <c>attributes</c>, <c>alarms</c>, <c>parts</c>); the more specific place wins.
/// </summary>
internal sealed class TemplateExpander(JsonElement? templates, GalaxyFaultList faults)
{
    private const string TemplatesPath = "$.templates";

    /// <summary>Templates and parts may be nested this deeply; anything deeper is taken for a cycle.</summary>
    private const int MaxDepth = 12;

    private readonly DraftList _attributes = new(faults);
    private readonly DraftList _alarms = new(faults);

    public static IReadOnlyCollection<string> BodyMembers { get; } = ["template", "description", "parameters", "attributes", "alarms", "parts"];

    /// <summary>
    /// All attributes so far, in the order of the file; those of a template come before those of the body that uses it.
    /// </summary>
    public IReadOnlyList<AttributeDraft> Attributes => _attributes.InOrder;

    /// <summary>All alarms so far, in the same order.</summary>
    public IReadOnlyList<AttributeDraft> Alarms => _alarms.InOrder;

    public void Expand(JsonElement body, string path, ObjectScope scope)
    {
        if (CollectParameters(body, path, scope, scope, 0))
        {
            CollectDrafts(body, path, scope);
        }
    }

    /// <summary>Collects the parameters; false when the templates form a cycle.</summary>
    private bool CollectParameters(JsonElement body, string path, ObjectScope scope, ObjectScope evaluatedIn, int depth)
    {
        if (depth > MaxDepth)
        {
            faults.Add(path, $"its templates and parts refer to each other in a cycle, or are nested more than {MaxDepth} deep");
            return false;
        }

        foreach (var (name, value, parameterPath) in MembersOf(body, path, "parameters"))
        {
            if (value.ValueKind is JsonValueKind.Number or JsonValueKind.String)
            {
                scope.Define(name, new PropertySource(value, parameterPath, evaluatedIn));
            }
            else
            {
                faults.Add(parameterPath, "must be a number, or a formula as a string");
            }
        }

        var isTree = true;
        foreach (var (name, part, partPath) in MembersOf(body, path, "parts"))
        {
            isTree &= CollectParameters(part, partPath, scope.Part(name), scope, depth + 1);
        }

        return isTree && (TemplateOf(body, path) is not var (template, templatePath)
            || CollectParameters(template, templatePath, scope, scope, depth + 1));
    }

    private void CollectDrafts(JsonElement body, string path, ObjectScope scope)
    {
        if (TemplateOf(body, path) is var (template, templatePath))
        {
            faults.CheckMembers(template, templatePath, BodyMembers);
            CollectDrafts(template, templatePath, scope);
        }

        _attributes.Collect(MembersOf(body, path, "attributes"), scope);
        _alarms.Collect(MembersOf(body, path, "alarms"), scope);
        foreach (var (name, part, partPath) in MembersOf(body, path, "parts"))
        {
            faults.CheckMembers(part, partPath, BodyMembers);
            CollectDrafts(part, partPath, scope.Part(name));
        }
    }

    private (JsonElement Body, string Path)? TemplateOf(JsonElement body, string path)
    {
        if (faults.Text(body, path, "template") is not { } name)
        {
            return null;
        }

        if (templates is { ValueKind: JsonValueKind.Object } all && all.TryGetProperty(name, out var template))
        {
            return (template, GalaxyFaultList.PathOf(TemplatesPath, name));
        }

        faults.Add(GalaxyFaultList.PathOf(path, "template"), $"there is no template '{name}'");
        return null;
    }

    private IEnumerable<(string Name, JsonElement Value, string Path)> MembersOf(JsonElement body, string path, string member) =>
        body.ValueKind == JsonValueKind.Object && body.TryGetProperty(member, out var value)
            ? faults.Members(value, GalaxyFaultList.PathOf(path, member))
            : [];
}
