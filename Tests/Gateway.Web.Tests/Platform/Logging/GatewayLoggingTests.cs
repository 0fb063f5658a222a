using Gateway.Testing;
using Gateway.Web.Platform.Logging;
using Gateway.Web.Tests.Fixtures;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;

namespace Gateway.Web.Tests.Platform.Logging;

public sealed class GatewayLoggingTests
{
    private const string Hosting = "Microsoft.AspNetCore.Hosting.Diagnostics";

    [Fact]
    public async Task Query_strings_reach_no_log_even_when_the_configuration_asks_for_everything()
    {
        var logs = new RecordingLogs();
        await using var app = Build(
            logs,
            ("Logging:LogLevel:Default", "Trace"),
            ("Logging:LogLevel:Microsoft", "Trace"),
            ($"Logging:LogLevel:{Hosting}", "Trace"),
            ("Logging:Recording:LogLevel:Default", "Trace"),
            ($"Logging:Recording:LogLevel:{Hosting}", "Trace"));
        app.MapGet("/", () => "x");
        await app.StartAsync(Patience.Token).WithTimeout("start");

        await app.GetTestClient().GetStringAsync("/?access_token=hidden-text", Patience.Token);
        await app.StopAsync(Patience.Token).WithTimeout("stop");

        Assert.Contains(logs.Lines, line => line.Contains("Executing endpoint", StringComparison.Ordinal));
        Assert.DoesNotContain(logs.Lines, line => line.Contains("hidden-text", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Microsoft.AspNetCore.Routing", LogLevel.Information, false)]
    [InlineData("Microsoft.Hosting.Lifetime", LogLevel.Information, true)]
    [InlineData("Gateway.Web.Store", LogLevel.Information, true)]
    [InlineData("Gateway.Web.Store", LogLevel.Debug, false)]
    public async Task Default_levels_show_our_own_life_and_the_platforms_warnings(string category, LogLevel level, bool enabled)
    {
        await using var app = Build(new RecordingLogs());
        Assert.Equal(enabled, app.Services.GetRequiredService<ILoggerFactory>().CreateLogger(category).IsEnabled(level));
    }

    [Fact]
    public async Task Configuration_may_raise_a_default_level()
    {
        await using var app = Build(new RecordingLogs(), ("Logging:LogLevel:Microsoft", "Debug"));
        Assert.True(app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Microsoft.AspNetCore.Routing").IsEnabled(LogLevel.Debug));
    }

    [Theory]
    [InlineData(null, ConsoleFormatterNames.Simple)]
    [InlineData("Simple", ConsoleFormatterNames.Simple)]
    [InlineData("json", ConsoleFormatterNames.Json)]
    public async Task Format_of_the_console_follows_the_option(string? format, string expected)
    {
        await using var app = format is null ? Build(new RecordingLogs()) : Build(new RecordingLogs(), ("Gateway:Diagnostics:LogFormat", format));
        Assert.Equal(expected, app.Services.GetRequiredService<IOptions<ConsoleLoggerOptions>>().Value.FormatterName);
    }

    private static WebApplication Build(RecordingLogs logs, params (string Key, string Value)[] settings)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Configuration.AddInMemoryCollection(settings.Select(pair => KeyValuePair.Create(pair.Key, (string?)pair.Value)));
        builder.WebHost.UseTestServer();
        builder.Logging.AddGatewayLogging(builder.Configuration);
        builder.Logging.AddProvider(logs);
        return builder.Build();
    }
}
