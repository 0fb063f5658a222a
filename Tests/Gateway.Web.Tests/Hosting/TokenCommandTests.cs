using Gateway.Testing;
using Gateway.Web.Access.Tokens;
using Gateway.Web.Hosting;
using Gateway.Web.Tests.Fixtures;

namespace Gateway.Web.Tests.Hosting;

public sealed class TokenCommandTests : IDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly StringWriter _output = new();
    private readonly StringWriter _errors = new();

    public void Dispose()
    {
        TestPools.Clear(_directory.File(".data", "gateway.db"));
        _directory.Dispose();
    }

    [Fact]
    public async Task It_prints_a_token_that_the_gateway_of_that_store_accepts_and_lists()
    {
        await using var host = await Fixtures.GatewayHost.StartAsync();
        Assert.Equal(ExitCodes.Ok, await RunAsync(host.Root, "--subject", "ada", "--scopes", "admin", "--lifetime=2h", "--label", "first admin"));
        // The command uses the time of the system.
        host.Clock.Advance(TimeProvider.System.GetUtcNow() - host.Clock.GetUtcNow());

        var token = _output.ToString().Trim();
        var me = await host.GetAsync<Gateway.Web.Front.Api.MeInfo>(token, "/api/me");
        var listed = Assert.Single((await host.GetAsync<TokenPage>(token, "/api/tokens")).Items);
        Assert.Equal(("ada", true), (me.Subject, me.IsAdmin));
        Assert.Equal((TokenSourceNames.Offline, "first admin", me.TokenId), (listed.Source, listed.Label, listed.TokenId));
        Assert.DoesNotContain(token, _errors.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task At_an_edge_it_says_who_issues_the_tokens_and_makes_none()
    {
        var code = await RunAsync(
            _directory.Path, "--subject", "ada", "--scopes", "admin", "--Gateway:Cluster:Url=nats://127.0.0.1:1", "--Gateway:Cluster:Site=plant-1", "--Gateway:Cluster:Role=Edge");
        Assert.NotEqual(ExitCodes.Ok, code);
        Assert.Empty(_output.ToString());
        Assert.Contains("the owner of site plant-1", _errors.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_makes_the_store_when_there_is_none()
    {
        Assert.Equal(ExitCodes.Ok, await RunAsync(_directory.Path, "--subject", "ada", "--scopes", "sessions:read,sessions:write", "--read", "Tank*"));
        Assert.True(File.Exists(_directory.File(".data", "gateway.db")));
    }

    [Fact]
    public async Task It_says_which_store_it_used_and_warns_only_when_the_store_is_new()
    {
        var store = _directory.File(".data", "gateway.db");
        Assert.Equal(ExitCodes.Ok, await RunAsync(_directory.Path, "--subject", "ada", "--scopes", "admin"));
        Assert.Contains($"in the store {store}.", _errors.ToString(), StringComparison.Ordinal);
        Assert.Contains("Warning: this store is new", _errors.ToString(), StringComparison.Ordinal);

        _errors.GetStringBuilder().Clear();
        Assert.Equal(ExitCodes.Ok, await RunAsync(_directory.Path, "--subject", "ada", "--scopes", "admin"));
        Assert.Contains($"in the store {store}.", _errors.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("Warning", _errors.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_of_arguments_are_read_in_any_case_and_settings_in_both_forms()
    {
        var store = _directory.File("elsewhere", "g.db");
        Assert.Equal(ExitCodes.Ok, await RunAsync(_directory.Path, "--Subject", "ada", "--SCOPES=admin", "--gateway:store:path", store, "--Gateway:Store:BusyTimeoutSeconds=9"));
        Assert.True(File.Exists(store));
        TestPools.Clear(store);
    }

    [Theory]
    [InlineData("--scopes", "admin")]
    [InlineData("--subject", "ada")]
    [InlineData("--subject", "ada", "--scopes", "root")]
    [InlineData("--subject", "ada", "--scopes", "admin", "--lifetime", "soon")]
    [InlineData("--subject", "ada", "--scopes", "admin", "--lifetime", "9999d")]
    [InlineData("--subject", "ada", "--scopes", "admin", "--what", "x")]
    [InlineData("--subject", "ada", "--subject", "bob", "--scopes", "admin")]
    [InlineData("--subject")]
    [InlineData("--subject", "ada", "--scopes", "admin", "--Gateway:Store:Path")]
    [InlineData("ada")]
    public async Task Wrong_arguments_are_named_and_nothing_is_printed(params string[] arguments)
    {
        Assert.Equal(ExitCodes.BadArguments, await RunAsync(_directory.Path, arguments));
        Assert.Contains("Gateway.Web token --help", _errors.ToString(), StringComparison.Ordinal);
        Assert.Empty(_output.ToString());
    }

    [Fact]
    public async Task A_wrong_configuration_has_an_exit_code_of_its_own()
    {
        Assert.Equal(
            ExitCodes.BadConfiguration,
            await RunAsync(_directory.Path, "--subject", "ada", "--scopes", "admin", "--Gateway:Store:BusyTimeoutSeconds=0", "--Gateway:Access:Issuer="));
        Assert.Contains("Gateway:Store:BusyTimeoutSeconds", _errors.ToString(), StringComparison.Ordinal);
        Assert.Contains("Gateway:Access:Issuer", _errors.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_store_that_cannot_be_used_has_one_too()
    {
        Directory.CreateDirectory(_directory.File(".data"));
        await File.WriteAllTextAsync(_directory.File(".data", "gateway.db"), string.Concat(Enumerable.Repeat("no database\n", 500)));
        Assert.Equal(ExitCodes.StoreUnusable, await RunAsync(_directory.Path, "--subject", "ada", "--scopes", "admin"));
        Assert.Contains("not a SQLite database", _errors.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", _errors.ToString(), StringComparison.Ordinal);
    }

    private Task<int> RunAsync(string root, params string[] arguments) =>
        GatewayCommandLine.RunAsync([TokenCommand.Name, "--contentRoot", root, .. arguments], _output, _errors).WithTimeout("the command");
}
