using Gateway.Testing;
using Gateway.Web.Hosting;

namespace Gateway.Web.Tests.Hosting;

public sealed class GatewayCommandLineTests : IDisposable
{
    private readonly StringWriter _output = new();
    private readonly StringWriter _errors = new();

    public void Dispose()
    {
        _output.Dispose();
        _errors.Dispose();
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("-h")]
    [InlineData("--urls=http://127.0.0.1:0", "--help")]
    public async Task Help_lists_the_commands_and_starts_no_gateway(params string[] args)
    {
        Assert.Equal(ExitCodes.Ok, await RunAsync(args));
        Assert.Contains("token", _output.ToString(), StringComparison.Ordinal);
        Assert.Contains("service", _output.ToString(), StringComparison.Ordinal);
        Assert.Contains("--Gateway:Sessions:MaxSessions=10", _output.ToString(), StringComparison.Ordinal);
        Assert.Empty(_errors.ToString());
    }

    [Fact]
    public async Task Help_of_the_token_command_names_every_argument_and_makes_no_token()
    {
        Assert.Equal(ExitCodes.Ok, await RunAsync("token", "--help"));
        foreach (var name in (string[])["--subject", "--scopes", "--lifetime", "--tags", "--session", "--read", "--write", "--label", "--contentRoot", "--Gateway:Store:Path"])
        {
            Assert.Contains(name, _output.ToString(), StringComparison.Ordinal);
        }

        Assert.DoesNotContain("eyJ", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_of_the_service_command_works_on_every_system() => Assert.Equal(ExitCodes.Ok, await RunAsync("service", "--help"));

    [Fact]
    public async Task The_version_is_one_line()
    {
        Assert.Equal(ExitCodes.Ok, await RunAsync("--version"));
        Assert.Matches(@"^\d+\.\d+\.\d+\S*\s*$", _output.ToString());
    }

    [Fact]
    public async Task A_word_that_is_no_command_is_refused_with_the_commands_that_exist()
    {
        Assert.Equal(ExitCodes.BadArguments, await RunAsync("tokn", "--subject", "ada"));
        Assert.Contains("token, health, service", _errors.ToString(), StringComparison.Ordinal);
    }

    private Task<int> RunAsync(params string[] args) => GatewayCommandLine.RunAsync(args, _output, _errors).WithTimeout("the command");
}
