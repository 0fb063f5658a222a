using Gateway.Testing;
using Gateway.Web.Hosting;

namespace Gateway.Web.Tests.Hosting;

public sealed class ServiceCommandTests
{
    [Fact]
    public async Task Elsewhere_than_on_windows_it_is_refused_with_what_to_do_instead()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using var errors = new StringWriter();
        Assert.Equal(ExitCodes.BadArguments, await GatewayCommandLine.RunAsync(["service", "--urls=http://127.0.0.1:0"], errors, errors).WithTimeout("the refusal"));
        Assert.Contains("without it", errors.ToString(), StringComparison.Ordinal);
    }
}
