using System.Text.Json;

namespace Gateway.Worker.Executors.Simulation.Galaxy;

/// <summary>Drafts of one kind, by full name and in the order of the file.</summary>
internal sealed class DraftList(GalaxyFaultList faults)
{
    private readonly Dictionary<string, AttributeDraft> _byName = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<AttributeDraft> _inOrder = [];

    public IReadOnlyList<AttributeDraft> InOrder => _inOrder;

    /// <summary>Merges the properties from one body with those from earlier bodies.</summary>
    public void Collect(IEnumerable<(string Name, JsonElement Properties, string Path)> members, ObjectScope scope)
    {
        foreach (var (name, properties, path) in members)
        {
            if (!GalaxySyntax.IsName(name))
            {
                faults.Add(path, $"'{name}' is not a name: a name consists of parts of letters, digits and _, separated by dots");
                continue;
            }

            var draft = Draft(name, path, scope);
            foreach (var (property, value, propertyPath) in faults.Members(properties, path))
            {
                draft.Properties[property] = new PropertySource(value, propertyPath, scope);
            }
        }
    }

    private AttributeDraft Draft(string name, string path, ObjectScope scope)
    {
        if (!_byName.TryGetValue(scope.NameOf(name), out var draft))
        {
            draft = new AttributeDraft(name, path, scope);
            _byName.Add(draft.Name, draft);
            _inOrder.Add(draft);
        }

        return draft;
    }
}
