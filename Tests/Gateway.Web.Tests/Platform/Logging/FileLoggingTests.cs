using Gateway.Testing;
using Gateway.Web.Platform.Logging;
using Gateway.Web.Platform.Settings;
using Gateway.Web.Tests.Fixtures;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Serilog.Configuration;
using Serilog.Core;
using Serilog.Events;
using Serilog.Extensions.Logging;

namespace Gateway.Web.Tests.Platform.Logging;

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

        var line = Assert.Single(await File.ReadAllLinesAsync(_directory.File(FileLogging.FirstName)).WithTimeout("the file"));
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z warn: Gateway\.Test\[17\] One thing System\.InvalidOperationException: wrong$", line);
    }

    [Fact]
    public async Task Without_a_directory_there_are_no_files()
    {
        await using var app = Build("");
        Assert.DoesNotContain(app.Services.GetServices<ILoggerProvider>(), provider => provider is SerilogLoggerProvider);
    }

    [Fact]
    public async Task A_full_file_is_followed_by_the_next_and_only_so_many_are_kept()
    {
        await using (var app = Build(_directory.Path, ("LogFileBytes", "4096"), ("LogFiles", "3")))
        {
            var logger = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Gateway.Test");
            for (var i = 0; i < 100; i++)
            {
                logger.Log(LogLevel.Warning, default, $"line {i} {new string('x', 200)}", null, (state, _) => state);
            }
        }

        var files = Directory.GetFiles(_directory.Path, "gateway*.log").Order(StringComparer.Ordinal).ToArray();
        Assert.Equal(3, files.Length);
        // A file ends with the line that fills it.
        Assert.All(files, file => Assert.InRange(new FileInfo(file).Length, 1, 4096 + 300));
        Assert.Contains("line 99 ", (await File.ReadAllLinesAsync(files[^1]).WithTimeout("the file"))[^1], StringComparison.Ordinal);
        var numbers = files.SelectMany(File.ReadAllLines).Select(line => int.Parse(line.Split("line ")[1].Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture)).ToArray();
        Assert.Equal(Enumerable.Range(numbers[0], 100 - numbers[0]), numbers);
    }

    [Fact]
    public async Task A_file_of_before_is_continued()
    {
        foreach (var text in new[] { "first", "second" })
        {
            await using var app = Build(_directory.Path);
            app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Gateway.Test").Log(LogLevel.Warning, default, text, null, (state, _) => state);
        }

        var lines = await File.ReadAllLinesAsync(_directory.File(FileLogging.FirstName)).WithTimeout("the file");
        Assert.Equal(["first", "second"], lines.Select(line => line.Split(' ')[^1]));
    }

    [Fact]
    public void After_a_failure_the_file_is_opened_anew_and_what_was_lost_is_counted()
    {
        File.WriteAllText(_directory.File("logs"), "in the way");
        var sink = new LogFileSink(() => LoggerSinkConfiguration.CreateSink(sinks => Serilog.FileLoggerConfigurationExtensions.File(
            sinks, new LogLineFormatter(), _directory.File("logs", FileLogging.FirstName), rollOnFileSizeLimit: true)));
        using (sink)
        {
            sink.Emit(EntryOf("lost"));
            File.Delete(_directory.File("logs"));
            sink.Emit(EntryOf("kept"));
        }

        var lines = File.ReadAllLines(_directory.File("logs", FileLogging.FirstName));
        Assert.EndsWith("1 log lines were lost: the disk failed or was too slow.", lines[0], StringComparison.Ordinal);
        Assert.EndsWith("kept", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_logs_does_not_wait_for_a_disk_that_hangs_and_what_was_lost_is_counted()
    {
        using var disk = new HangingDisk();
        using (var provider = FileLogging.ProviderOf(new LogFileSink(() => disk), maxQueuedLines: 4))
        {
            var logger = provider.CreateLogger("Gateway.Test");
            var logging = Task.Run(() =>
            {
                for (var i = 0; i < 100; i++)
                {
                    logger.Log(LogLevel.Warning, default, $"line {i}", null, (state, _) => state);
                }
            });
            await logging.WithTimeout("a hundred lines while the disk hangs");
            disk.GoOn();
        }

        // A writer that starts late loses lines before the first one too, and tells of them apart.
        var losses = disk.Lines.FindAll(line => line.Contains("were lost", StringComparison.Ordinal));
        Assert.NotEmpty(losses);
        Assert.Equal(100, disk.Lines.Count - losses.Count + losses.Sum(line => int.Parse(line.Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture)));
    }

    private static LogEvent EntryOf(string text) =>
        new(TimeProvider.System.GetUtcNow(), LogEventLevel.Information, null, new Serilog.Parsing.MessageTemplateParser().Parse(text), []);

    private static WebApplication Build(string directory, params (string Key, string Value)[] settings)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Configuration[$"{DiagnosticsOptions.Section}:{nameof(DiagnosticsOptions.LogDirectory)}"] = directory;
        foreach (var (key, value) in settings)
        {
            builder.Configuration[$"{DiagnosticsOptions.Section}:{key}"] = value;
        }

        builder.Logging.AddGatewayLogging(builder.Configuration);
        return builder.Build();
    }

    private sealed class HangingDisk : ILogEventSink, IDisposable
    {
        private readonly ManualResetEventSlim _goesOn = new();

        public List<string> Lines { get; } = [];

        public void GoOn() => _goesOn.Set();

        public void Emit(LogEvent logEvent)
        {
            _goesOn.Wait();
            Lines.Add(logEvent.RenderMessage(System.Globalization.CultureInfo.InvariantCulture));
        }

        public void Dispose() => _goesOn.Dispose();
    }
}
