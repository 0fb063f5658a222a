using System.Globalization;
using System.Threading.Channels;

namespace Gateway.Web.Diagnostics;

/// <summary>
/// The log in files, for whoever has no console, such as a Windows service.
/// Who logs never waits for the disk: lines go through a bounded queue, and those that find it full are counted and the count
/// is written.
/// </summary>
internal sealed class FileLoggerProvider : ILoggerProvider, IAsyncDisposable
{
    private const int MaxQueuedLines = 8_192;
    private const string TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    private readonly TimeProvider _time;
    private readonly Channel<string> _lines;
    private readonly Task _writing;
    private long _lost;

    /// <param name="file">Written to by this provider only, which disposes it.</param>
    /// <param name="time">For the lines' time.</param>
    public FileLoggerProvider(RollingFile file, TimeProvider time)
    {
        _time = time;
        _lines = Channel.CreateBounded<string>(new BoundedChannelOptions(MaxQueuedLines) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });
        _writing = Task.Run(() => WriteAsync(file));
    }

    public ILogger CreateLogger(string categoryName) => new FileLogger(this, categoryName);

    /// <summary>Takes one entry. Any thread, never waits.</summary>
    public void Write(LogLevel level, string category, EventId id, string text)
    {
        var line = string.Create(
            CultureInfo.InvariantCulture, $"{_time.GetUtcNow().ToString(TimestampFormat, CultureInfo.InvariantCulture)} {NameOf(level)}: {category}[{id.Id}] {text}");
        if (!_lines.Writer.TryWrite(line.ReplaceLineEndings(" ")))
        {
            Interlocked.Increment(ref _lost);
        }
    }

    public void Dispose()
    {
        // The host disposes asynchronously; without it the last lines are given up rather than waited for.
        _lines.Writer.TryComplete();
    }

    public async ValueTask DisposeAsync()
    {
        _lines.Writer.TryComplete();
        await _writing;
    }

    private async Task WriteAsync(RollingFile file)
    {
        using (file)
        {
            while (await _lines.Reader.WaitToReadAsync())
            {
                Drain(file);
            }
        }
    }

    private void Drain(RollingFile file)
    {
        try
        {
            if (Interlocked.Exchange(ref _lost, 0) is > 0 and var lost)
            {
                file.WriteLine($"{lost} log lines were lost: the disk did not keep up.");
            }

            while (_lines.Reader.TryRead(out var line))
            {
                file.WriteLine(line);
            }

            file.Flush();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Counted until the disk takes lines again; the other logs go on.
            Interlocked.Increment(ref _lost);
        }
    }

    private static string NameOf(LogLevel level) => level switch
    {
        LogLevel.Trace => "trce",
        LogLevel.Debug => "dbug",
        LogLevel.Information => "info",
        LogLevel.Warning => "warn",
        LogLevel.Error => "fail",
        _ => "crit",
    };
}
