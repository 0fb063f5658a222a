using System.Text.RegularExpressions;

namespace Gateway.Architecture.Tests;

/// <summary>Names of types are so different that a reader does not take one for another.</summary>
public sealed partial class TypeNameTests
{
    /// <summary>Pairs that are allowed. The requests have the names of their hub methods, which clients rely on.</summary>
    private static readonly (string, string)[] Allowed = [("AcknowledgeAlarmRequest", "AcknowledgeAlarmsRequest")];

    private static readonly string[] Products = ["Gateway.Web/", "Gateway.Worker/", "Gateway.Shared/", "clientlib-ts/src/"];

    [Fact]
    public void No_two_types_have_names_that_differ_by_a_plural_or_one_letter_only()
    {
        var names = SourceFile.All(".cs", ".ts").Where(file => Array.Exists(Products, product => file.Path.StartsWith(product, StringComparison.Ordinal))).SelectMany(NamesOf).ToArray();
        Assert.Contains("ISessionManifest", names);
        Assert.Contains("StreamRequest", names);
        Assert.Contains("HubTransportFactory", names);
        Assert.Empty(NearPairs(names).Except(Allowed));
    }

    [Fact]
    public void Pairs_that_are_allowed_exist() =>
        Assert.All(Allowed, pair => Assert.Contains(SourceFile.CSharp("Gateway.Shared/"), file => NamesOf(file).Contains(pair.Item2)));

    [Theory]
    [InlineData("MapConverter", "MapConverters")]
    [InlineData("SessionStream", "SessionsStream")]
    [InlineData("SessionsStream", "SessionStreams")]
    [InlineData("FeedEntry", "FeedEntries")]
    [InlineData("ItemBox", "ItemBoxes")]
    [InlineData("StreamItem", "StreamItex")]
    [InlineData("TokenLife", "TokenLive")]
    public void A_planted_pair_is_found(string one, string other)
    {
        SourceFile[] files =
        [
            new("Gateway.Web/One.cs", $"namespace Gateway.Web;\n\n/// <summary>One.</summary>\n[Some(1)]\ninternal sealed record {one}(int Number);\n"),
            new("clientlib-ts/src/other.ts", $"export interface {other} {{\n  readonly number: number;\n}}\n"),
        ];
        Assert.Single(NearPairs([.. files.SelectMany(NamesOf)]));
    }

    [Fact]
    public void An_interface_may_have_the_name_of_its_implementation() =>
        Assert.Empty(NearPairs(["IFeed", "Feed", "FeedWriter", "FeedReader"]));

    private static IEnumerable<string> NamesOf(SourceFile file) =>
        (file.Path.EndsWith(".cs", StringComparison.Ordinal) ? CSharpType() : TypeScriptType()).Matches(file.Text).Select(match => match.Groups[1].Value);

    private static IEnumerable<(string One, string Other)> NearPairs(IReadOnlyCollection<string> names)
    {
        var sorted = names.Distinct().Order(StringComparer.Ordinal).ToArray();
        return
            from one in sorted
            from other in sorted
            where string.CompareOrdinal(one, other) < 0 && (Singular(one) == Singular(other) || DifferByOneLetter(one, other)) && one != "I" + other && other != "I" + one
            select (one, other);
    }

    // Every word of the name in its singular.
    private static string Singular(string name) => string.Concat(Word().Matches(name).Select(match => match.Value switch
    {
        var word when word.EndsWith("ies", StringComparison.Ordinal) => word[..^3] + "y",
        var word when SibilantPlural().IsMatch(word) => word[..^2],
        var word when word.EndsWith('s') && !word.EndsWith("ss", StringComparison.Ordinal) => word[..^1],
        var word => word,
    }));

    private static bool DifferByOneLetter(string one, string other)
    {
        if (Math.Abs(one.Length - other.Length) > 1)
        {
            return false;
        }

        var start = one.Zip(other).TakeWhile(pair => pair.First == pair.Second).Count();
        var (rest, otherRest) = (one[start..], other[start..]);
        return one.Length == other.Length ? rest[1..] == otherRest[1..]
            : rest.Length > otherRest.Length ? rest[1..] == otherRest : rest == otherRest[1..];
    }

    [GeneratedRegex(@"^ *(?:\[[^\n]*\] )?(?:(?:public|internal|private|protected|file|static|sealed|abstract|readonly|partial|ref|unsafe) )*(?:class|record struct|record|struct|interface|enum) (\w+)", RegexOptions.Multiline)]
    private static partial Regex CSharpType();

    [GeneratedRegex(@"^(?:export )?(?:abstract )?(?:class|interface|type|enum) (\w+)", RegexOptions.Multiline)]
    private static partial Regex TypeScriptType();

    [GeneratedRegex("[A-Z]+(?![a-z])|[A-Z][a-z0-9]*|[a-z0-9]+")]
    private static partial Regex Word();

    [GeneratedRegex("(?:ss|x|sh|ch)es$")]
    private static partial Regex SibilantPlural();
}
