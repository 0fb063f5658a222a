using System.Text.RegularExpressions;
using Gateway.Web.Tests.Hosting;

namespace Gateway.CommandLine.Tests;

/// <summary>The lines of the documents that call the program; the functional tests run those of its own page.</summary>
public sealed partial class DocumentTests
{
    [Fact]
    public void Every_line_of_a_document_is_one_that_the_program_understands()
    {
        using var tool = new ToolRun();
        var commands = tool.Commands();
        var lines = DocumentPage.All().SelectMany(page => page.Blocks("sh")).SelectMany(block => Call().Matches(block)).Select(call => call.Groups["line"].Value).ToArray();
        Assert.True(lines.Length >= 20, $"only {lines.Length} lines were found");
        Assert.Empty(lines.SelectMany(line => commands.Parse([.. ShellLine.Of(line).Words.Skip(1)]).Errors.Select(error => $"{line}: {error.Message}")));
        Assert.NotEmpty(commands.Parse(["red", "Tank101.Level.PV"]).Errors);
    }

    [GeneratedRegex(@"(?:^|\| )(?<line>mxgateway [^\n|]*)", RegexOptions.Multiline)]
    private static partial Regex Call();
}
