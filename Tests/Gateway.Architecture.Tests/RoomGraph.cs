using System.Text.RegularExpressions;

namespace Gateway.Architecture.Tests;

/// <summary>
/// The uses between rooms, read from the source: every <c>using</c>, and every name in the code that begins with a part of a
/// namespace, resolved from the inside out as the compiler does. Comments and strings do not count.
/// </summary>
internal sealed partial class RoomGraph
{
    private readonly string _root;
    private readonly int _depth;
    private readonly HashSet<string> _namespaces = new(StringComparer.Ordinal);

    /// <param name="files">The files of the rooms.</param>
    /// <param name="root">The namespace that contains all rooms.</param>
    /// <param name="depth">Number of parts of a namespace, below the root, that name a room.</param>
    public RoomGraph(IEnumerable<SourceFile> files, string root, int depth)
    {
        (_root, _depth) = (root, depth);
        var all = files.Select(file => (File: file, Namespace: Namespace().Match(file.Text).Groups[1].Value)).Where(entry => entry.Namespace.StartsWith(root, StringComparison.Ordinal)).ToArray();
        foreach (var (_, name) in all)
        {
            for (var end = name.Length; end > 0; end = name.LastIndexOf('.', end - 1))
            {
                _namespaces.Add(name[..end]);
            }
        }

        Edges = [.. all.SelectMany(entry => UsesOf(entry.File, entry.Namespace)).Distinct()];
        Rooms = [.. all.Select(entry => RoomOf(entry.Namespace)).OfType<string>().Distinct().Order(StringComparer.Ordinal)];
    }

    public IReadOnlyList<string> Rooms { get; }

    /// <summary>The uses between rooms, each with the file that contains it.</summary>
    public IReadOnlyList<RoomEdge> Edges { get; }

    /// <summary>For each room that can be reached from itself, the path of the cycle; empty when there is no cycle.</summary>
    public IEnumerable<string> Circles()
    {
        var next = Edges.ToLookup(edge => edge.From, edge => edge.To);
        foreach (var room in Rooms)
        {
            var seen = new HashSet<string>(StringComparer.Ordinal);
            var open = new Stack<string>(next[room]);
            while (open.TryPop(out var reached))
            {
                if (reached == room)
                {
                    yield return $"{room} uses itself by way of {string.Join(", ", Edges.Where(edge => edge.From == room && (edge.To == room || seen.Contains(edge.To))).Select(edge => edge.File))}";
                    break;
                }

                if (seen.Add(reached))
                {
                    foreach (var further in next[reached])
                    {
                        open.Push(further);
                    }
                }
            }
        }
    }

    private IEnumerable<RoomEdge> UsesOf(SourceFile file, string own)
    {
        var from = RoomOf(own);
        var code = TextsAndComments().Replace(NamespaceLine().Replace(file.Text, ""), "");
        return from is null
            ? []
            : QualifiedName().Matches(code).Select(match => Resolve(match.Value, own)).OfType<string>().Select(RoomOf).OfType<string>()
                .Where(to => to != from).Select(to => new RoomEdge(from, to, file.Path));
    }

    // As in the language, the innermost namespace that contains the first part of the name decides.
    private string? Resolve(string name, string own)
    {
        var first = name.Split('.')[0];
        for (var scope = own; ; scope = scope[..scope.LastIndexOf('.')])
        {
            if (_namespaces.Contains($"{scope}.{first}"))
            {
                return Longest($"{scope}.{name}");
            }

            if (!scope.Contains('.', StringComparison.Ordinal))
            {
                return first == _root.Split('.')[0] ? Longest(name) : null;
            }
        }
    }

    private string? Longest(string name)
    {
        while (!_namespaces.Contains(name))
        {
            var end = name.LastIndexOf('.');
            if (end < 0)
            {
                return null;
            }

            name = name[..end];
        }

        return name;
    }

    private string? RoomOf(string name)
    {
        if (name.Length <= _root.Length || !name.StartsWith(_root + ".", StringComparison.Ordinal))
        {
            return null;
        }

        return string.Join('/', name[(_root.Length + 1)..].Split('.').Take(_depth));
    }

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Namespace();

    [GeneratedRegex(@"^namespace [\w.]+;", RegexOptions.Multiline)]
    private static partial Regex NamespaceLine();

    [GeneratedRegex("//[^\\n]*|/\\*.*?\\*/|\"\"\".*?\"\"\"|@\"(?:[^\"]|\"\")*\"|\"(?:\\\\.|[^\"\\\\\\n])*\"", RegexOptions.Singleline)]
    private static partial Regex TextsAndComments();

    [GeneratedRegex(@"(?<![\w.])[A-Z]\w*(?:\.[A-Z]\w*)+")]
    private static partial Regex QualifiedName();
}
