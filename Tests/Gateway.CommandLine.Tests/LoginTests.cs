using System.Net;

namespace Gateway.CommandLine.Tests;

/// <summary>Logging in: where the token comes from, where it goes, and that nobody else sees it.</summary>
public sealed class LoginTests
{
    private const string Me = """{"subject":"ada","tokenId":"1","scopes":["sessions:read"],"sessionTags":[],"expiresAt":"2030-01-01T00:00:00Z","isAdmin":false}""";

    [Fact]
    public async Task A_token_from_standard_input_is_checked_and_stored_for_its_owner_only()
    {
        using var api = new FakeApi(_ => (200, Me));
        using var tool = new ToolRun { Input = "secret-token\n" };

        var (exitCode, output, errors) = await tool.RunAsync("login", "plant", "--url", api.Url);

        Assert.Equal((0, ""), (exitCode, errors));
        Assert.Contains("Logged in to plant", output, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-token", output, StringComparison.Ordinal);
        Assert.Equal(["GET /api/me Bearer secret-token"], api.Asked);
        Assert.Equal("secret-token", tool.Contexts.Load().Find("plant")!.Token);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(tool.Contexts.Path));
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.GetDirectoryName(tool.Contexts.Path)!));
        }
    }

    [Fact]
    public async Task A_token_from_the_environment_is_used_before_standard_input()
    {
        using var api = new FakeApi(_ => (200, Me));
        using var tool = new ToolRun { Input = "other\n" }.With("MXGATEWAY_TOKEN", "from-environment");

        Assert.Equal(0, (await tool.RunAsync("login", "--url", api.Url)).ExitCode);
        Assert.Equal(["GET /api/me Bearer from-environment"], api.Asked);
    }

    [Fact]
    public async Task A_name_and_a_password_give_a_token_of_the_directory()
    {
        using var api = new FakeApi(request => (200, request.HttpMethod == "POST" ? """{"token":"granted","expiresAt":"2030-01-01T00:00:00Z"}""" : Me));
        using var tool = new ToolRun { Input = "pass word\n" };

        Assert.Equal(0, (await tool.RunAsync("login", "plant", "--url", api.Url, "--user", "ada")).ExitCode);
        Assert.Equal(["""POST /api/login  {"user":"ada","password":"pass word"}""", "GET /api/me Bearer granted"], api.Asked);
    }

    [Fact]
    public async Task A_refused_token_is_not_stored()
    {
        using var api = new FakeApi(_ => (401, """{"code":"Unauthenticated","detail":"The token is not valid."}"""));
        using var tool = new ToolRun { Input = "bad\n" };

        var (exitCode, output, errors) = await tool.RunAsync("login", "plant", "--url", api.Url);

        Assert.Equal((3, ""), (exitCode, output));
        Assert.Equal("mxgateway: Unauthenticated: The token is not valid. Log in: mxgateway login", errors.Trim());
        Assert.False(File.Exists(tool.Contexts.Path));
    }

    [Fact]
    public async Task A_redirection_gets_no_token()
    {
        using var api = new FakeApi(_ => ((int)HttpStatusCode.Found, ""));
        using var tool = new ToolRun { Input = "secret\n" };

        Assert.Equal(4, (await tool.RunAsync("login", "--url", api.Url)).ExitCode);
        Assert.Single(api.Asked);
    }

    [Fact]
    public async Task A_token_of_a_context_is_not_sent_to_another_address()
    {
        using var api = new FakeApi(_ => (200, Me));
        using var other = new FakeApi(_ => (200, "[]"));
        using var tool = new ToolRun { Input = "secret\n" };
        Assert.Equal(0, (await tool.RunAsync("login", "plant", "--url", api.Url)).ExitCode);

        var (exitCode, _, errors) = await tool.RunAsync("token", "list", "--url", other.Url);
        Assert.Equal(2, exitCode);
        Assert.Contains("There is no token for", errors, StringComparison.Ordinal);
        Assert.Equal(2, (await tool.RunAsync("token", "list", "--url", other.Url, "--context", "plant")).ExitCode);
        Assert.Empty(other.Asked);
    }

    [Theory]
    [InlineData("ftp://plant")]
    [InlineData("plant:5080")]
    [InlineData("http://ada:secret@plant")]
    [InlineData("http://plant/?x=1")]
    public async Task What_is_no_address_is_refused(string url)
    {
        using var tool = new ToolRun { Input = "token\n" };
        Assert.Equal(2, (await tool.RunAsync("login", "--url", url)).ExitCode);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a\u001bb\n")]
    public async Task What_cannot_be_a_token_is_not_sent(string input)
    {
        using var api = new FakeApi(_ => (200, Me));
        using var tool = new ToolRun { Input = input };
        Assert.Equal(2, (await tool.RunAsync("login", "--url", api.Url)).ExitCode);
        Assert.Empty(api.Asked);
    }
}
