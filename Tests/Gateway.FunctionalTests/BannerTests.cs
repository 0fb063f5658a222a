using Gateway.FunctionalTests.Hosting;

namespace Gateway.FunctionalTests;

public sealed class BannerTests
{
    [Fact]
    public async Task Output_that_is_not_a_terminal_gets_no_token_but_the_way_to_one()
    {
        await using var gateway = await GatewayProcess.StartAsync(new GatewayStart { HasToken = false });
        Assert.Contains("to get a token, run: Gateway.Web token ", gateway.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("#token", gateway.Output, StringComparison.Ordinal);
        // The first characters of every token: {"alg": (a shorter part may occur in a key id by chance).
        Assert.DoesNotContain("eyJhbGciOi", gateway.Output, StringComparison.Ordinal);
    }
}
