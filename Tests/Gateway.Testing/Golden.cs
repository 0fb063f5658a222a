using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Gateway.Testing;

/// <summary>
/// Files under Tests/Fixtures that fix the data which crosses a boundary; C# and TypeScript tests read the same files. A test
/// compares byte by byte. With the environment variable GATEWAY_WRITE_GOLDENS=1 it writes the file instead: check the difference
/// before you commit it, because it is a change of the wire format.
/// </summary>
public static class Golden
{
    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.Default,
    };

    private static bool Writes => Environment.GetEnvironmentVariable("GATEWAY_WRITE_GOLDENS") == "1";

    public static byte[] Read(string name) => File.ReadAllBytes(PathOf(name));

    /// <summary>Compares the bytes with the file, or writes the file.</summary>
    /// <exception cref="InvalidOperationException">The file differs or is missing.</exception>
    public static void Check(string name, ReadOnlySpan<byte> actual) => Check(name, PathOf(name), actual);

    /// <summary>Compares generated code with a directory of the sources that has nothing else, or writes the directory.</summary>
    /// <param name="directory">Path within the repository.</param>
    /// <param name="actual">The texts of the files by their names.</param>
    /// <exception cref="InvalidOperationException">A file differs, is missing, or is not generated any more.</exception>
    public static void CheckDirectory(string directory, IReadOnlyDictionary<string, string> actual)
    {
        var path = Repository.File(directory.Split('/'));
        var others = Directory.Exists(path) ? Directory.GetFiles(path).Where(file => !actual.ContainsKey(Path.GetFileName(file))).ToArray() : [];
        if (Writes)
        {
            Array.ForEach(others, File.Delete);
        }
        else if (others.Length > 0)
        {
            throw new InvalidOperationException($"{string.Join(", ", others)} is not generated any more; delete it with GATEWAY_WRITE_GOLDENS=1.");
        }

        foreach (var (name, text) in actual)
        {
            Check($"{directory}/{name}", Path.Combine(path, name), System.Text.Encoding.UTF8.GetBytes(text));
        }
    }

    /// <summary>Compares JSON text in an indented form; numbers and escapes remain as they were written.</summary>
    public static void CheckJson(string name, string json) =>
        Check(name, System.Text.Encoding.UTF8.GetBytes(JsonNode.Parse(json)!.ToJsonString(Readable) + "\n"));

    private static void Check(string name, string path, ReadOnlySpan<byte> actual)
    {
        if (Writes)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path, actual);
            return;
        }

        var expected = File.Exists(path) ? File.ReadAllBytes(path) : throw new InvalidOperationException($"{name} is missing; write it with GATEWAY_WRITE_GOLDENS=1.");
        if (!actual.SequenceEqual(expected))
        {
            var at = actual.CommonPrefixLength(expected);
            throw new InvalidOperationException($"{name} differs at byte {at}: expected {Around(expected, at)}, got {Around(actual, at)}.");
        }
    }

    private static string PathOf(string name) => Repository.File(["Tests", "Fixtures", .. name.Split('/')]);

    private static string Around(ReadOnlySpan<byte> bytes, int at) =>
        $"'{System.Text.Encoding.UTF8.GetString(bytes[Math.Max(0, at - 20)..Math.Min(bytes.Length, at + 40)])}'";
}
