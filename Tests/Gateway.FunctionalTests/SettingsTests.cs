using Gateway.FunctionalTests.Hosting;

namespace Gateway.FunctionalTests;

public sealed class SettingsTests
{
    private const int BadConfiguration = 78;

    [Fact]
    public async Task Settings_of_the_wrong_type_are_told_together_with_all_other_faults()
    {
        await using var gateway = await GatewayProcess.StartAsync();
        Assert.Equal(0, await gateway.StopAsync());
        var (exitCode, output) = await gateway.FailToStartAgainAsync(
            "Gateway:Sessions:MaxSessions=many", "Gateway:Sessions:SweepIntervalMs=-1", "Gateway:Diagnostics:LogFormat=Pretty", "Gateway:Access:StartupToken=perhaps",
            "Gateway:Access:MaxTokenLifetime=long", "Gateway:Workers:StartTimeoutSeconds=1.5", "Gateway:Distribution:HistoryEvents=99999999999", "Gateway:Hub:MaxMessageBytes=-5");

        Assert.Equal(BadConfiguration, exitCode);
        Assert.Contains("Gateway:Sessions:MaxSessions must be a whole number.", output, StringComparison.Ordinal);
        Assert.Contains("Gateway:Sessions:SweepIntervalMs is -1", output, StringComparison.Ordinal);
        Assert.Contains("Gateway:Diagnostics:LogFormat must be one of Simple, Json.", output, StringComparison.Ordinal);
        Assert.Contains("Gateway:Access:StartupToken must be true or false.", output, StringComparison.Ordinal);
        Assert.Contains("Gateway:Access:MaxTokenLifetime must be a time, such as 00:00:30 or 1.12:00:00.", output, StringComparison.Ordinal);
        Assert.Contains("Gateway:Workers:StartTimeoutSeconds must be a whole number.", output, StringComparison.Ordinal);
        Assert.Contains("Gateway:Distribution:HistoryEvents must be a whole number.", output, StringComparison.Ordinal);
        Assert.Contains("Gateway:Hub:MaxMessageBytes is -5", output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
        Assert.DoesNotContain("Unhandled", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_setting_that_nothing_reads_is_a_warning_with_the_name_that_was_probably_meant()
    {
        await using var gateway = await GatewayProcess.StartAsync(
            "Gateway:Sessions:MaxSesions=5", "Gateway:Sesions:MaxSessions=5", "Gateway:Login:Ldap:Hosst=here", "Gateway:Workers:Backends:simulator:Seed=5");

        // The log is written by a thread of its own, and is complete when the gateway has ended.
        Assert.Equal(0, await gateway.StopAsync());
        string[] warnings = [.. gateway.Output.Split('\n').Where(line => line.Contains("is not known and has no effect", StringComparison.Ordinal))];
        Assert.Equal(3, warnings.Length);
        Assert.Contains(warnings, line => line.Contains("Gateway:Sessions:MaxSesions ", StringComparison.Ordinal) && line.Contains("MaxSessions.", StringComparison.Ordinal));
        Assert.Contains(warnings, line => line.Contains("Gateway:Sesions ", StringComparison.Ordinal) && line.Contains(" is Sessions.", StringComparison.Ordinal));
        Assert.Contains(warnings, line => line.Contains("Gateway:Login:Ldap:Hosst ", StringComparison.Ordinal));
    }
}
