using Gateway.Testing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Worker.Tests;

public sealed class WorkerLoggingTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    /// <summary>The framework's console logger waits for 1.5 s at most when it is closed.</summary>
    private static readonly TimeSpan LoggersPatience = TimeSpan.FromSeconds(1.5);

    [Theory]
    [InlineData(LogLevel.Trace, "trce")]
    [InlineData(LogLevel.Debug, "dbug")]
    [InlineData(LogLevel.Information, "info")]
    [InlineData(LogLevel.Warning, "warn")]
    [InlineData(LogLevel.Error, "fail")]
    [InlineData(LogLevel.Critical, "crit")]
    public void An_entry_is_one_line_with_its_level_category_and_event(LogLevel level, string name) =>
        Assert.Equal($"{name}: Category[7] what happened{Environment.NewLine}", LineOf(level, "what happened", null));

    [Fact]
    public void An_entry_with_a_multi_line_message_and_an_exception_is_one_line()
    {
        var line = LineOf(LogLevel.Error, "first\nsecond\r\nthird", new InvalidOperationException("one", new IOException("inner")));
        Assert.StartsWith("fail: Category[7] first second third System.InvalidOperationException: one", line, StringComparison.Ordinal);
        Assert.Contains("inner", line, StringComparison.Ordinal);
        Assert.EndsWith(Environment.NewLine, line, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', line[..^Environment.NewLine.Length]);
    }

    [Fact]
    public void The_log_begins_with_information()
    {
        using var loggers = WorkerLogging.Create();
        var logger = loggers.CreateLogger("Category");
        Assert.True(logger.IsEnabled(LogLevel.Information));
        Assert.False(logger.IsEnabled(LogLevel.Debug));
    }

    [Fact]
    public Task Closing_the_log_waits_until_everything_is_written() => Eventually.Async(TryCloseWithALineWaiting, "an attempt that was not interrupted");

    /// <summary>False when it took so long that the framework's logger may have given up its wait, which proves nothing.</summary>
    private static bool TryCloseWithALineWaiting()
    {
        using var output = new GatedWriter();
        var before = Console.Error;
        Console.SetError(output);
        try
        {
            var loggers = WorkerLogging.Create();
            loggers.CreateLogger("Category").LogError("The last words.");
            var closing = new Thread(loggers.Dispose) { IsBackground = true };
            var began = TimeProvider.System.GetTimestamp();
            closing.Start();
            Assert.True(SpinWait.SpinUntil(() => !closing.IsAlive || closing.ThreadState.HasFlag(ThreadState.WaitSleepJoin), Patience), "The log is neither closed nor waiting.");
            var waits = closing.IsAlive;
            output.Open();
            Assert.True(closing.Join(Patience), "The log was not closed.");
            var text = output.Text;
            if (TimeProvider.System.GetElapsedTime(began) >= LoggersPatience)
            {
                Assert.True(SpinWait.SpinUntil(() => output.Text.Length > 0, Patience), "Nothing was written.");
                return false;
            }

            Assert.True(waits, "The log was closed while a line waited.");
            Assert.Contains("The last words.", text, StringComparison.Ordinal);
            return true;
        }
        finally
        {
            output.Open();
            Console.SetError(before);
        }
    }

    private static string LineOf(LogLevel level, string message, Exception? exception)
    {
        using var output = new StringWriter();
        new OneLineFormatter().Write(new LogEntry<string>(level, "Category", new EventId(7), message, exception, (state, _) => state), null, output);
        return output.ToString();
    }
}
