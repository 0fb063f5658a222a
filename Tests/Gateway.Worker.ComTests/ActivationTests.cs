using Gateway.Worker.Executors.Com;
using Gateway.Worker.Executors.Com.Activation;

namespace Gateway.Worker.ComTests;

public sealed class ActivationTests
{
    private static readonly Guid FakeClass = new("6F2B1C64-3E55-4D0A-8B79-2C7E9A5D4F10");

    [Fact]
    public async Task An_unknown_ProgID_is_named_with_the_remedy()
    {
        var failed = await Assert.ThrowsAsync<ActivationException>(() => ComFixture.StartAsync(options: new ComOptions { ProgId = "No.Such.Server" }));
        Assert.Equal(unchecked((int)0x800401F3), failed.HResult);
        Assert.Contains("No.Such.Server", failed.Message, StringComparison.Ordinal);
        Assert.Contains("Install the MXAccess toolkit", failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_products_class_is_missing_here_with_the_remedy_for_this_bitness()
    {
        await using var executor = new ComExecutor(new ComOptions(), TimeProvider.System, Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance);
        var failed = await Assert.ThrowsAsync<ActivationException>(() => executor.StartAsync(new Tests.Executors.RecordingSink(), CancellationToken.None));
        Assert.Equal(unchecked((int)0x80040154), failed.HResult);
        Assert.Contains(Environment.Is64BitProcess ? "use the x86 worker" : "Install the MXAccess toolkit", failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_component_is_found_by_its_class_id_too()
    {
        await using var executor = new ComExecutor(
            new ComOptions { ClassId = FakeClass }, TimeProvider.System, Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance);
        await executor.StartAsync(new Tests.Executors.RecordingSink(), CancellationToken.None);
        await executor.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task A_licence_that_forbids_the_creation_is_told()
    {
        var switches = new Dictionary<string, string> { ["FAKELMX_FAIL"] = "Create:80070005" };
        var failed = await Assert.ThrowsAsync<ActivationException>(() => ComFixture.StartAsync(switches));
        Assert.Equal(unchecked((int)0x80070005), failed.HResult);
        Assert.Contains("licence", failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_component_without_its_interfaces_is_refused()
    {
        var failed = await Assert.ThrowsAsync<ActivationException>(
            () => ComFixture.StartAsync(new Dictionary<string, string> { ["FAKELMX_INTERFACES"] = "0" }));
        Assert.Contains("not an LMXProxyServer", failed.Message, StringComparison.Ordinal);
    }
}
