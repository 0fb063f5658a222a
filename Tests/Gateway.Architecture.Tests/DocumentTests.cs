using System.Text.Json;
using System.Text.RegularExpressions;
using Gateway.Testing;

namespace Gateway.Architecture.Tests;

/// <summary>The documents: their links lead somewhere, and what is listed is complete.</summary>
public sealed partial class DocumentTests
{
    private const string Troubleshooting = "Gateway.Web/Docs/troubleshooting.md";

    [Fact]
    public void Every_link_within_the_repository_leads_to_a_file_and_a_heading()
    {
        var broken = SourceFile.All(".md").SelectMany(file => Link().Matches(WithoutCode(file.Text)).Select(match => match.Groups["to"].Value)
            .Where(to => !to.Contains("://", StringComparison.Ordinal) && !Leads(file, to)).Select(to => $"{file.Path}: {to}"));

        Assert.Empty(broken);
    }

    [Fact]
    public void Troubleshooting_has_a_row_for_each_error_code()
    {
        var codes = JsonDocument.Parse(File.ReadAllText(Repository.File("Tests", "Fixtures", "error-codes.json"))).RootElement.EnumerateObject()
            .Select(code => code.Name);
        var text = SourceFile.All(".md").Single(file => file.Path == Troubleshooting).Text;

        var missing = codes.Where(code => !text.Contains($"\n| `{code}` |", StringComparison.Ordinal)).ToList();
        Assert.Empty(missing);
    }

    [Fact]
    public void The_README_is_read_in_five_minutes() => Assert.InRange(SourceFile.All(".md").Single(file => file.Path == "README.md").Lines.Length, 1, 120);

    [Fact]
    public void The_list_of_documents_names_each_of_them()
    {
        var list = SourceFile.All(".md").Single(file => file.Path == "Gateway.Web/Docs/README.md").Text;

        var missing = SourceFile.All(".md").Where(file => file.Path.StartsWith("Gateway.Web/Docs/", StringComparison.Ordinal))
            .Select(file => Path.GetFileName(file.Path)).Where(name => name != "README.md" && !list.Contains($"]({name})", StringComparison.Ordinal)).ToList();
        Assert.Empty(missing);
    }

    private static bool Leads(SourceFile from, string to)
    {
        var parts = to.Split('#', 2);
        var target = parts[0].Length == 0
            ? Repository.File(from.Path)
            : Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Repository.File(from.Path))!, parts[0]));
        return parts.Length == 1 ? Path.Exists(target) : File.Exists(target) && Anchors(File.ReadAllText(target)).Contains(parts[1]);
    }

    /// <summary>The names under which the headings of a document can be reached: lower case, blanks as hyphens, without punctuation.</summary>
    private static IEnumerable<string> Anchors(string text) => Heading().Matches(WithoutCode(text))
        .Select(match => NotInAnchor().Replace(match.Groups["title"].Value.Trim().ToLowerInvariant().Replace(' ', '-'), ""));

    private static string WithoutCode(string text) => CodeBlock().Replace(text, "");

    [GeneratedRegex(@"(?<!!)\[[^\]]*\]\((?<to>[^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^#+ (?<title>.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w-]")]
    private static partial Regex NotInAnchor();

    [GeneratedRegex(@"^```.*?^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex CodeBlock();
}
