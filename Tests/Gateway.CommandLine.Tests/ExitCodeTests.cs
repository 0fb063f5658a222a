using Gateway.CommandLine.Items;
using Gateway.CommandLine.Running;
using Gateway.Errors;
using Gateway.Testing;

namespace Gateway.CommandLine.Tests;

/// <summary>Exit codes say what happened.</summary>
public sealed class ExitCodeTests
{
    [Theory]
    [InlineData(GatewayErrorCode.InvalidArgument, 2)]
    [InlineData(GatewayErrorCode.Forbidden, 3)]
    [InlineData(GatewayErrorCode.TokenExpired, 3)]
    [InlineData(GatewayErrorCode.GatewayStopping, 4)]
    [InlineData(GatewayErrorCode.SessionNotFound, 5)]
    [InlineData(GatewayErrorCode.NotFound, 5)]
    [InlineData(GatewayErrorCode.CommandTimedOut, 6)]
    [InlineData(GatewayErrorCode.OutcomeUnknown, 6)]
    [InlineData(GatewayErrorCode.Internal, 1)]
    public void A_code_of_the_gateway_has_an_exit_code(GatewayErrorCode code, int exitCode) => Assert.Equal(exitCode, ExitCodes.Of(code));

    [Fact]
    public void Several_things_have_their_common_code_or_that_of_a_part()
    {
        Assert.Equal(0, ExitCodes.Together([0, 0]));
        Assert.Equal(5, ExitCodes.Together([5, 5]));
        Assert.Equal(7, ExitCodes.Together([0, 5]));
        Assert.Equal(7, ExitCodes.Together([3, 5]));
    }

    [Theory]
    [InlineData("written", null, 0)]
    [InlineData("refused", "InvalidArgument", 3)]
    [InlineData("refused", "Forbidden", 3)]
    [InlineData("refused", "NotFound", 5)]
    [InlineData("unknown", "OutcomeUnknown", 6)]
    public void A_write_has_the_code_of_its_outcome(string outcome, string? code, int exitCode) =>
        Assert.Equal(exitCode, new WrittenItem { Item = "a", Outcome = outcome, Code = code }.ExitCode);

    [Theory]
    [InlineData("nothing")]
    [InlineData("read")]
    [InlineData("read", "a", "--cout", "3")]
    [InlineData("write", "Tank101.Level.SP")]
    [InlineData("write", "a", "1", "b")]
    [InlineData("write", "a", "1", "--type", "Nothing")]
    [InlineData("events", "--from", "elsewhere")]
    [InlineData("events", "--count", "0")]
    [InlineData("feed", "--kind", "nothing")]
    [InlineData("bench", "--rate", "1000000")]
    [InlineData("probe", "--timeout", "soon")]
    [InlineData("token", "mint")]
    [InlineData("completion", "tcsh")]
    [InlineData("read", "a")]
    public async Task A_wrong_command_line_is_one_line_and_2(params string[] args)
    {
        using var tool = new ToolRun();
        var (exitCode, output, errors) = await tool.RunAsync(args);
        Assert.Equal((2, ""), (exitCode, output));
        Assert.StartsWith("mxgateway: Usage: ", errors, StringComparison.Ordinal);
        Assert.Single(errors.Trim().Split('\n'));
    }

    [Fact]
    public async Task A_gateway_that_is_not_there_is_4_at_once()
    {
        using var tool = new ToolRun().With("MXGATEWAY_TOKEN", "token");
        var url = $"http://127.0.0.1:{FreePort.Next()}";
        var (exitCode, _, errors) = await tool.RunAsync("read", "a", "--url", url);
        Assert.Equal(4, exitCode);
        Assert.Contains("mxgateway probe", errors, StringComparison.Ordinal);

        var (probed, output, _) = await tool.RunAsync("probe", "--url", url);
        Assert.Equal(4, probed);
        Assert.Contains("Start the gateway there", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Something_else_on_the_port_is_told_from_a_gateway()
    {
        using var api = new FakeApi(_ => (200, "<html>hello</html>"));
        using var tool = new ToolRun().With("MXGATEWAY_TOKEN", "token");
        var (exitCode, _, errors) = await tool.RunAsync("sessions", "list", "--url", api.Url);
        Assert.Equal(4, exitCode);
        Assert.Contains("is not a gateway", errors, StringComparison.Ordinal);
    }
}
