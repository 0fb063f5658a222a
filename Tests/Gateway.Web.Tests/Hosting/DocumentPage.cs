using System.Text.RegularExpressions;
using Gateway.Testing;

namespace Gateway.Web.Tests.Hosting;

/// <summary>A document of the repository, with what stands in it as code.</summary>
internal sealed partial record DocumentPage(string Name, string Text)
{
    public static IReadOnlyList<DocumentPage> All() =>
        [.. Repository.Documents().Select(file => new DocumentPage(Path.GetRelativePath(Repository.Root, file).Replace('\\', '/'), File.ReadAllText(file)))];

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
