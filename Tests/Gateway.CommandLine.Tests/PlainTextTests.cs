using Gateway.CommandLine.Output;

namespace Gateway.CommandLine.Tests;

/// <summary>What a plant sends cannot act on the terminal.</summary>
public sealed class PlainTextTests
{
    [Theory]
    [InlineData("\u001b]0;owned\u0007", @"\u{1B}]0;owned\u{7}")]
    [InlineData("a\r\nb\tc", @"a\r\nb\tc")]
    [InlineData("\u009b31mred", @"\u{9B}31mred")]
    [InlineData("\u202egnp.exe", @"\u{202E}gnp.exe")]
    [InlineData("a\u2028b\u200bc", @"a\u{2028}b\u{200B}c")]
    [InlineData("[red]Füllstand 99 % 🙂[/]", "[red]Füllstand 99 % 🙂[/]")]
    [InlineData(null, "")]
    public void What_is_not_visible_is_written_out(string? text, string plain) => Assert.Equal(plain, PlainText.Of(text));

    [Fact]
    public void Half_a_character_is_shown_as_unreadable() => Assert.Equal("\ufffdx", PlainText.Of("\ud800x"));

    [Fact]
    public void A_long_text_is_cut() => Assert.Equal(new string('x', 200) + "…", PlainText.Of(new string('x', 1_000_000)));

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task A_hostile_value_prints_no_control_character_in_any_form(bool isTerminal, bool isJson)
    {
        using var api = new FakeApi(_ => (200, """{"items":[{"tokenId":"\u001b[2J","subject":"\u009b31m [red]x[/] \u202e","state":"active","label":"\u007f"}]}"""));
        using var tool = new ToolRun { IsTerminal = isTerminal }.With("MXGATEWAY_TOKEN", "token");

        var (exitCode, output, _) = await tool.RunAsync([.. (string[])["token", "list", "--url", api.Url], .. (string[])(isJson ? ["--json"] : [])]);

        Assert.Equal(0, exitCode);
        Assert.DoesNotContain(output.Replace("\r", "", StringComparison.Ordinal), letter => (char.IsControl(letter) && letter is not ('\n' or '\t')) || letter == '\u202e');
        Assert.Contains("[red]x[/]", output.ReplaceLineEndings(""), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_hostile_error_is_one_plain_line()
    {
        using var api = new FakeApi(_ => (403, """{"code":"Forbidden","detail":"no\n\u001b[31mreally"}"""));
        using var tool = new ToolRun().With("MXGATEWAY_TOKEN", "token");

        var (exitCode, output, errors) = await tool.RunAsync("token", "list", "--url", api.Url);
        Assert.Equal((3, "", @"mxgateway: Forbidden: no\n\u{1B}[31mreally"), (exitCode, output, errors.Trim()));
    }
}
