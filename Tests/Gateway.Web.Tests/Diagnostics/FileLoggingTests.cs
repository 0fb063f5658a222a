using Gateway.Testing;
using Gateway.Web.Diagnostics;
using Gateway.Web.Tests.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Gateway.Web.Tests.Diagnostics;

public sealed class FileLoggingTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Entries_of_the_configured_levels_are_in_the_file_when_the_host_has_ended_one_line_each()
    {
        await using (var app = Build(_directory.Path))
        {
            var logger = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Gateway.Test");
            logger.Log(LogLevel.Warning, new EventId(17), "One\nthing", new InvalidOperationException("wrong"), (state, _) => state);
            logger.Log(LogLevel.Debug, new EventId(18), "Not this", null, (state, _) => state);
        }

        var line = Assert.Single(await File.ReadAllLinesAsync(_directory.File(RollingFile.CurrentName)).WithTimeout("the file"));
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z warn: Gateway\.Test\[17\] One thing System\.InvalidOperationException: wrong$", line);
    }

    [Fact]
    public async Task Without_a_directory_there_are_no_files()
    {
        await using var app = Build("");
        Assert.DoesNotContain(app.Services.GetServices<ILoggerProvider>(), provider => provider is FileLoggerProvider);
    }

    private static WebApplication Build(string directory)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Configuration[$"{DiagnosticsOptions.Section}:{nameof(DiagnosticsOptions.LogDirectory)}"] = directory;
        builder.Logging.AddGatewayLogging(builder.Configuration);
        return builder.Build();
    }
}
