using Gateway.Testing;
using Gateway.Web.Hosting;
using Gateway.Web.Tests.Fixtures;
using Microsoft.Extensions.Logging;

namespace Gateway.Web.Tests.Hosting;

public sealed class GatewayApplicationTests
{
    [Fact]
    public async Task A_stop_before_the_gateway_has_started_is_an_orderly_end()
    {
        using var directory = new TempDirectory();
        await using var errors = new StringWriter();

        var exitCode = await GatewayApplication.RunAsync(
            ["--urls=http://127.0.0.1:0", $"--Gateway:Store:Path={directory.Path}/gateway.db"], errors,
            logging => logging.ClearProviders(), app => app.Lifetime.StopApplication()).WithTimeout("the end of the gateway");

        Assert.Equal((ExitCodes.Ok, ""), (exitCode, errors.ToString()));
    }
}
