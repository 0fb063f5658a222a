using System.Text.Json;

namespace Gateway.Worker.Executors.Simulation.Galaxy;

/// <summary>Collects the faults of one file, and reads JSON so that anything unexpected becomes a fault.</summary>
internal sealed class GalaxyFaultList
{
    private readonly List<GalaxyFault> _faults = [];

    public IReadOnlyList<GalaxyFault> All => _faults;

    public void Add(string path, string message)
    {
        // A fault of a template is reported once, however many objects use the template.
        var fault = new GalaxyFault(path, message);
        if (!_faults.Contains(fault))
        {
            _faults.Add(fault);
        }
    }

    /// <summary>
    /// The members of an object with their paths. If the element is not an object, that is a fault and there are no members.
    /// </summary>
    public IEnumerable<(string Name, JsonElement Value, string Path)> Members(JsonElement element, string path)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            Add(path, "must be an object");
            yield break;
        }

        foreach (var member in element.EnumerateObject())
        {
            yield return (member.Name, member.Value, PathOf(path, member.Name));
        }
    }

    /// <summary>
    /// The elements of an array with their paths. If the element is not an array, that is a fault and there are no elements.
    /// </summary>
    public IEnumerable<(JsonElement Value, string Path)> Elements(JsonElement element, string path)
    {
        if (element.ValueKind != JsonValueKind.Array)
        {
            Add(path, "must be an array");
            yield break;
        }

        var index = 0;
        foreach (var item in element.EnumerateArray())
        {
            yield return (item, $"{path}[{index++}]");
        }
    }

    /// <summary>Adds a fault for each unknown member, because it is probably a spelling mistake.</summary>
    public void CheckMembers(JsonElement element, string path, IReadOnlyCollection<string> known)
    {
        foreach (var (name, _, memberPath) in Members(element, path))
        {
            if (!known.Contains(name))
            {
                Add(memberPath, $"is not known here; the known members are {string.Join(", ", known)}");
            }
        }
    }

    /// <summary>Adds a fault for each unknown property of an attribute or an alarm.</summary>
    public void CheckProperties(AttributeDraft draft, string owner, IReadOnlyCollection<string> known)
    {
        foreach (var (name, source) in draft.Properties)
        {
            if (!known.Contains(name))
            {
                Add(source.Path, $"is not a property of {owner}; the properties are {string.Join(", ", known)}");
            }
        }
    }

    public string? Text(JsonElement element, string path)
    {
        if (element.ValueKind == JsonValueKind.String)
        {
            return element.GetString();
        }

        Add(path, "must be a string");
        return null;
    }

    public string? Text(JsonElement owner, string ownerPath, string name) =>
        owner.ValueKind == JsonValueKind.Object && owner.TryGetProperty(name, out var value) ? Text(value, PathOf(ownerPath, name)) : null;

    public static string PathOf(string path, string member) =>
        member.All(character => char.IsLetterOrDigit(character) || character == '_') ? $"{path}.{member}" : $"{path}['{member}']";
}
