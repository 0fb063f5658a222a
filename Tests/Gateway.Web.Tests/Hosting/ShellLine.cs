using System.Text.RegularExpressions;

namespace Gateway.Web.Tests.Hosting;

/// <summary>A command of a document: its words, without variables that are set for it, redirections, and what follows a pipe or a condition.</summary>
internal sealed partial record ShellLine(string Text, IReadOnlyList<string> Words)
{
    private static readonly string[] Ends = ["|", "||", "&&", ";"];

    public string Program => Words.Count == 0 ? "" : Words[0][(Words[0].LastIndexOf('/') + 1)..];

    /// <summary>The commands of a block, also those that stand in another one as $(…).</summary>
    public static IEnumerable<ShellLine> In(string block) => Line().Matches(block).Select(line => line.Value.Replace("\\\n", " ", StringComparison.Ordinal).Trim())
        .Where(text => text.Length > 0 && text[0] != '#').SelectMany(text => Nested().Matches(text).Select(nested => Of(nested.Groups["command"].Value)).Prepend(Of(text)));

    public static ShellLine Of(string text) => new(
        text,
        [
            .. Word().Matches(Comment().Replace(text, "")).Select(word => Quotes().Replace(word.Value, ""))
                .SkipWhile(word => Assignment().IsMatch(word)).TakeWhile(word => !Ends.Contains(word)),
        ]);

    [GeneratedRegex(@"(?:.*\\\n)*.+\n?")]
    private static partial Regex Line();

    [GeneratedRegex(@"\$\((?<command>[^()]+)\)")]
    private static partial Regex Nested();

    [GeneratedRegex("""(?:\$\([^()]*\)|"(?:\$\([^()]*\)|[^"])*"|'[^']*'|[^\s"'])+""")]
    private static partial Regex Word();

    [GeneratedRegex(@"\s#\s.*$")]
    private static partial Regex Comment();

    [GeneratedRegex("""["']""")]
    private static partial Regex Quotes();

    [GeneratedRegex("^[A-Za-z_][A-Za-z0-9_]*=")]
    private static partial Regex Assignment();
}
