using System.Text.RegularExpressions;
using Gateway.Testing;

namespace Gateway.Web.Tests.Hosting;

/// <summary>A document of the repository, with what stands in it as code.</summary>
internal sealed partial record DocumentPage(string Name, string Text)
{
    private static readonly string[] NotDocuments = ["node_modules", "artifacts", "bin", "obj"];

    public static IReadOnlyList<DocumentPage> All() =>
    [
        .. Directory.EnumerateFiles(Repository.Root, "*.md", SearchOption.AllDirectories)
            .Select(file => (Name: Path.GetRelativePath(Repository.Root, file).Replace('\\', '/'), File: file))
            .Where(page => !page.Name.Split('/').Intersect(NotDocuments).Any())
            .Select(page => new DocumentPage(page.Name, File.ReadAllText(page.File))),
    ];

    /// <summary>The blocks of code of a language; empty for those without one.</summary>
    public IEnumerable<string> Blocks(string language) =>
        Block().Matches(Text).Where(block => block.Groups["language"].Value == language).Select(block => block.Groups["code"].Value);

    /// <summary>What stands in a line of text as code.</summary>
    public IEnumerable<string> Spans() => Span().Matches(Block().Replace(Text, "")).Select(span => span.Groups["code"].Value);

    [GeneratedRegex(@"^```(?<language>\w*)\n(?<code>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex("(?<!`)`(?<code>[^`\n]+)`(?!`)")]
    private static partial Regex Span();
}
