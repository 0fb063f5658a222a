using Gateway.Web.Access.Live;

namespace Gateway.Web.Tests.Access.Live;

public sealed class UserAgentTests
{
    [Theory]
    [InlineData("Microsoft SignalR/10.0 (10.0.15+ab12; Debian GNU/Linux 12; .NET; .NET 10.0.1)", "SignalR .NET", "10.0.15")]
    [InlineData("Microsoft SignalR/8.0 (8.0.7; Linux; NodeJS; 20.19.0)", "SignalR NodeJS", "8.0.7")]
    [InlineData("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/121.0.6167.85 Safari/537.36", "Chrome", "121.0.6167.85")]
    [InlineData("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/121.0.0.0 Safari/537.36 Edg/121.0.2277.83", "Edge", "121.0.2277.83")]
    [InlineData("Mozilla/5.0 (X11; Linux x86_64; rv:121.0) Gecko/20100101 Firefox/121.0", "Firefox", "121.0")]
    [InlineData("Mozilla/5.0 (Macintosh) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.2 Safari/605.1.15", "Safari", "17.2")]
    [InlineData("curl/8.5.0", "curl", "8.5.0")]
    [InlineData("", null, null)]
    [InlineData(null, null, null)]
    [InlineData("(((((((", null, null)]
    public void The_program_and_its_version_are_read(string? header, string? client, string? version) => Assert.Equal(new UserAgent(client, version), UserAgent.Of(header));

    [Fact]
    public void A_long_header_is_not_read_to_its_end() => Assert.Equal("a", UserAgent.Of("a/1 " + new string('(', 1_000_000)).Client);
}
