using System.Text.Json;

namespace Gateway.Worker.Executors.Simulation.Galaxy;

/// <summary>Loads galaxy files; GALAXY.md describes their format.</summary>
internal static class GalaxyFile
{
    private const string BuiltIn = "plant.galaxy.json";

    private static readonly JsonDocumentOptions Json = new()
    {
        AllowTrailingCommas = true,
        CommentHandling = JsonCommentHandling.Skip,
        AllowDuplicateProperties = false,
    };

    /// <summary>Loads a file, or the built-in plant when the path is null.</summary>
    /// <exception cref="GalaxyFileException">The file cannot be read or has faults.</exception>
    public static GalaxyModel Load(string? path)
    {
        try
        {
            using var stream = path is null ? OpenBuiltIn() : File.OpenRead(path);
            using var document = JsonDocument.Parse(stream, Json);
            return Build(document.RootElement, path ?? BuiltIn);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new GalaxyFileException(path ?? BuiltIn, [new GalaxyFault("$", unreadable.Message)], unreadable);
        }
    }

    /// <summary>Reads a galaxy from text. Error messages name it <paramref name="name"/>.</summary>
    /// <exception cref="GalaxyFileException">The text has faults.</exception>
    public static GalaxyModel Parse(string json, string name)
    {
        try
        {
            using var document = JsonDocument.Parse(json, Json);
            return Build(document.RootElement, name);
        }
        catch (JsonException unreadable)
        {
            throw new GalaxyFileException(name, [new GalaxyFault("$", unreadable.Message)], unreadable);
        }
    }

    private static GalaxyModel Build(JsonElement root, string name)
    {
        var faults = new GalaxyFaultList();
        var galaxy = new GalaxyBuilder(root, faults).Build();
        return faults.All.Count == 0 ? galaxy : throw new GalaxyFileException(name, faults.All);
    }

    private static Stream OpenBuiltIn() => typeof(GalaxyFile).Assembly.GetManifestResourceStream(BuiltIn)
        ?? throw new InvalidOperationException("The built-in galaxy is not embedded in the assembly.");
}
