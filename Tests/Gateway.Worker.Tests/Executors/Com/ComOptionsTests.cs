using System.Runtime.InteropServices;
using Gateway.Worker.Executors;
using Gateway.Worker.Executors.Com;
using Gateway.Worker.Executors.Com.Activation;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Worker.Tests.Executors.Com;

public sealed class ComOptionsTests
{
    [Fact]
    public void Settings_are_read_by_name_whatever_the_case()
    {
        var options = ComOptions.FromDictionary(new Dictionary<string, string>
        {
            ["progId"] = "Some.Server",
            ["ClassId"] = "{6F2B1C64-3E55-4D0A-8B79-2C7E9A5D4F10}",
            ["timezone"] = "local",
            ["SuspectAfterMs"] = "1000",
            ["HangTimeoutMs"] = "2000",
            ["ProbeItem"] = "Platform.ScanState",
            ["ProbeSilenceMs"] = "3000",
            ["ProbeTimeoutMs"] = "4000",
        });
        Assert.Equal(("Some.Server", new Guid("6F2B1C64-3E55-4D0A-8B79-2C7E9A5D4F10"), TimeZoneInfo.Local), (options.ProgId, options.ClassId, options.TimeZone));
        Assert.Equal((1, 2), (options.SuspectAfter.TotalSeconds, options.HangTimeout.TotalSeconds));
        Assert.Equal(("Platform.ScanState", 3, 4), (options.ProbeItem, options.ProbeSilence.TotalSeconds, options.ProbeTimeout.TotalSeconds));
    }

    [Fact]
    public void Every_fault_is_named_at_once()
    {
        var failed = Assert.Throws<ArgumentException>(() => ComOptions.FromDictionary(new Dictionary<string, string>
        {
            ["ClassId"] = "none",
            ["TimeZone"] = "Nowhere",
            ["SuspectAfterMs"] = "70000",
            ["ProbeSilenceMs"] = "0",
            ["NoSuchThing"] = "1",
        }));
        foreach (var fault in new[] { "ClassId", "TimeZone", "HangTimeoutMs must be between 70000", "ProbeSilenceMs", "'NoSuchThing' is not an option" })
        {
            Assert.Contains(fault, failed.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Without_options_it_is_the_product_that_is_asked_for_and_nobody_probes()
    {
        var options = ComOptions.FromDictionary(new Dictionary<string, string>());
        Assert.Equal(new Guid("C30B52F5-2CB5-4760-AF0A-3A344A7EB5DC"), options.ClassId);
        Assert.Null(options.ProbeItem);
    }

    [Fact]
    public void Off_Windows_the_backend_is_refused_with_the_remedy()
    {
        var faults = new List<string>();
        var options = new WorkerSettings { SessionId = "s", PipeName = "p", Backend = "com" };
        var executor = ExecutorFactory.Create(options, TimeProvider.System, NullLoggerFactory.Instance, faults);
        Assert.Equal(OperatingSystem.IsWindows(), executor is not null);
        Assert.Equal(!OperatingSystem.IsWindows(), faults.Any(fault => fault.Contains("requires Windows", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(unchecked((int)0x80040154), Architecture.X64, "use the x86 worker")]
    [InlineData(unchecked((int)0x80040154), Architecture.X86, "Install the MXAccess toolkit")]
    [InlineData(unchecked((int)0x80070005), Architecture.X86, "licence")]
    [InlineData(unchecked((int)0x800700C1), Architecture.X64, "other bitness")]
    [InlineData(unchecked((int)0x8007007E), Architecture.X86, "DLL")]
    [InlineData(unchecked((int)0x8000FFFF), Architecture.X86, "0x8000FFFF")]
    public void A_failed_activation_says_what_to_do(int hresult, Architecture architecture, string remedy) =>
        Assert.Contains(remedy, ActivationFaults.Describe(hresult, "LMXProxy", architecture), StringComparison.Ordinal);
}
