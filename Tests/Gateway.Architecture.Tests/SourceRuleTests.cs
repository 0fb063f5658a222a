using System.Text.RegularExpressions;

namespace Gateway.Architecture.Tests;

public sealed partial class SourceRuleTests
{
    private const int MaxFileLines = 500;
    private const int MaxMethodLines = 100;

    [Fact]
    public void A_file_is_a_type() => Assert.Empty(
        SourceFile.CSharp().Where(file => !file.IsGenerated && TopLevelType().Count(file.Text) > 1).Select(file => file.Path));

    [Fact]
    public void A_file_is_named_like_its_type() => Assert.Empty(
        SourceFile.CSharp().Where(file => !file.IsGenerated && TopLevelType().Match(file.Text) is { Success: true } type && Path.GetFileNameWithoutExtension(file.Path) != type.Groups[1].Value)
            .Select(file => file.Path));

    [Fact]
    public void Files_stay_small() => Assert.Empty(
        SourceFile.All(".cs", ".ts").Where(file => !file.IsGenerated && file.Lines.Length > MaxFileLines).Select(file => $"{file.Path}: {file.Lines.Length} lines"));

    [Fact]
    public void Methods_stay_small() => Assert.Empty(SourceFile.CSharp().SelectMany(LongMembers));

    [Fact]
    public void Every_options_class_of_the_gateway_has_a_validator_and_is_checked_before_the_start()
    {
        var web = SourceFile.CSharp("Gateway.Web/").ToArray();
        var options = web.Select(file => OptionsClass().Match(file.Text)).Where(match => match.Success).Select(match => match.Groups[1].Value).ToArray();
        Assert.NotEmpty(options);
        Assert.All(options, name =>
        {
            Assert.Contains(web, file => file.Text.Contains($"IValidateOptions<{name}>", StringComparison.Ordinal) && file.Path.EndsWith($"/{name}Validator.cs", StringComparison.Ordinal));
            Assert.Contains(web, file => file.Text.Contains($"AddRoomOptions<{name}, {name}Validator>", StringComparison.Ordinal));
        });
        Assert.Contains("ValidateOnStart", web.Single(file => file.Path.EndsWith("/OptionsRegistrationExtensions.cs", StringComparison.Ordinal)).Text, StringComparison.Ordinal);
    }

    /// <summary>The code must not show on which machine and in which order it was written.</summary>
    [Fact]
    public void Code_and_documents_speak_of_the_product_only()
    {
        string[] banned =
        [
            "TO" + "DO", "FIX" + "ME", "HA" + "CK", "XX" + "X", "/wo" + "rk/", "/tmp/" + "wt", @"\b[Tt]" + @"ask #?\d", @"\b[Ii]" + @"ssue #?\d", "[Ww]ork " + "session", "local" + "host:4873",
        ];
        var words = new Regex(string.Join('|', banned.Select(word => $"(?:{word})")));
        Assert.Empty(SourceFile.All(".cs", ".ts", ".md", ".csproj", ".props", ".css", ".html", ".mjs")
            .SelectMany(file => file.Lines.Where(line => words.IsMatch(line)).Select(line => $"{file.Path}: {line.Trim()}")));
    }

    [Fact]
    public void Tests_do_not_sleep() => Assert.Empty(
        SourceFile.CSharp("Tests/").Where(file => !file.Path.StartsWith("Tests/Gateway.Testing/", StringComparison.Ordinal) && Regex.IsMatch(file.Text, @"Thread\." + @"Sleep|Task\.Delay\((?!Timeout\.)")).Select(file => file.Path));

    [Fact]
    public void Tests_that_have_a_long_form_are_found_by_the_soak_run() => Assert.Empty(
        SourceFile.CSharp("Tests/").Where(file => file.Text.Contains("TestScale" + ".Of(", StringComparison.Ordinal) && file.Text.Contains("[Fact]", StringComparison.Ordinal)
            && !file.Text.Contains("Trait(\"Size\", \"Long\")", StringComparison.Ordinal)).Select(file => file.Path));

    // Members are at the first level of indentation, and their braces are on separate lines.
    private static IEnumerable<string> LongMembers(SourceFile file)
    {
        var lines = file.Lines;
        for (var i = 0; i < lines.Length; i++)
        {
            if (lines[i] != "    {")
            {
                continue;
            }

            var end = Array.FindIndex(lines, i, line => line.StartsWith("    }", StringComparison.Ordinal));
            if (end - i - 1 > MaxMethodLines && !NestedType().IsMatch(lines[i - 1]))
            {
                yield return $"{file.Path}:{i}: {end - i - 1} lines: {lines[i - 1].Trim()}";
            }
        }
    }

    [GeneratedRegex(@"^(?:\[[^\n]*\] )?(?:public |internal |file )?(?:static |sealed |abstract |readonly |partial |ref )*(?:class|record struct|record|struct|interface|enum) (\w+)", RegexOptions.Multiline)]
    private static partial Regex TopLevelType();

    [GeneratedRegex(@"^internal sealed class (\w+Options)\b", RegexOptions.Multiline)]
    private static partial Regex OptionsClass();

    [GeneratedRegex(@"\b(class|record|struct|interface|enum)\b")]
    private static partial Regex NestedType();
}
