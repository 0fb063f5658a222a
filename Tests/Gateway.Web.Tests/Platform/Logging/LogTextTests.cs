using Gateway.Web.Platform.Logging;

namespace Gateway.Web.Tests.Platform.Logging;

public sealed class LogTextTests
{
    [Theory]
    [InlineData("plain ä € 😀\r\n\ttext", "plain ä € 😀\r\n\ttext")]
    [InlineData("a\u001b[31mb\u0000\u0085", "a\\u001b[31mb\\u0000\\u0085")]
    [InlineData("\u202ereversed\u2069", "\\u202ereversed\\u2069")]
    public void Characters_that_control_a_terminal_are_written_as_their_numbers(string text, string clean) => Assert.Equal(clean, LogText.Clean(text));

    [Fact]
    public void A_long_text_is_cut_and_says_how_much()
    {
        var clean = LogText.Clean(new string('x', 900_000));
        Assert.Equal($"{new string('x', LogText.MaxCharacters)}… ({900_000 - LogText.MaxCharacters} more characters)", clean);
    }
}
