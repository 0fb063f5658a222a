using Gateway.FunctionalTests.Hosting;

namespace Gateway.FunctionalTests;

public sealed class LogTests
{
    [Theory]
    [InlineData("GetSession", "\"nothing\"", "[SessionNotFound]")]
    [InlineData("StreamSession", "\"nothing\",{}", "[SessionNotFound]")]
    [InlineData("OpenSession", "{\"backend\":\"none\"}", "[InvalidArgument]")]
    public async Task A_refusal_is_no_error_in_the_log_and_what_the_caller_sent_is_not_in_it(string method, string arguments, string code)
    {
        await using var gateway = await GatewayProcess.StartAsync();
        var id = $"mark{new string('i', 100_000)}";
        using var caller = await RawReader.ConnectAsync(gateway, MessageOf(method, id, arguments));
        await caller.UntilCompletedAsync();

        Assert.Contains(code, caller.StreamError, StringComparison.Ordinal);
        Assert.Equal(0, await gateway.StopAsync());
        Assert.DoesNotContain(gateway.Output.Split('\n'), line => line.Contains(" fail: ", StringComparison.Ordinal) || line.Contains("mark", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_a_caller_sends_is_cut_and_clean_in_the_most_talkative_log()
    {
        await using var gateway = await GatewayProcess.StartAsync("Logging:LogLevel:Microsoft.AspNetCore.SignalR=Trace");
        var id = $"mark\\u001b[31m{new string('i', 100_000)}";
        using var caller = await RawReader.ConnectAsync(gateway, MessageOf("GetSession", id, "\"nothing\""));
        await caller.UntilCompletedAsync();

        Assert.Equal(0, await gateway.StopAsync());
        var lines = gateway.Output.Split('\n');
        Assert.Contains(lines, line => line.Contains("mark\\u001b[31m", StringComparison.Ordinal) && line.Contains("more characters)", StringComparison.Ordinal));
        Assert.All(lines, line => Assert.InRange(line.Length, 0, 5_000));
        Assert.DoesNotContain('\u001b', gateway.Output);
    }

    private static string MessageOf(string method, string id, string arguments) =>
        $$"""{"type":{{(method == "StreamSession" ? 4 : 1)}},"invocationId":"{{id}}","target":"{{method}}","arguments":[{{arguments}}]}""";
}
