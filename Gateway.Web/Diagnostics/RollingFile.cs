using System.Globalization;

namespace Gateway.Web.Diagnostics;

/// <summary>
/// Text lines in <c>gateway.log</c> of a directory. A file that is full gets its time into its name; of those the oldest are
/// removed. One writer.
/// </summary>
/// <param name="directory">Made when it is missing.</param>
/// <param name="maxBytes">Of one file; a line that does not fit goes to the next.</param>
/// <param name="maxFiles">Files kept, the current one included.</param>
/// <param name="time">For the names.</param>
internal sealed class RollingFile(string directory, long maxBytes, int maxFiles, TimeProvider time) : IDisposable
{
    public const string CurrentName = "gateway.log";

    private const string OldNames = "gateway-*.log";

    private static readonly System.Text.UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    private StreamWriter? _writer;
    private long _bytes;

    /// <exception cref="IOException">Nothing of the line is taken for written; the next call opens the file anew.</exception>
    /// <exception cref="UnauthorizedAccessException">As above.</exception>
    public void WriteLine(string line)
    {
        var size = Utf8.GetByteCount(line) + Environment.NewLine.Length;
        if (_writer is not null && _bytes + size > maxBytes)
        {
            Roll();
        }

        try
        {
            _writer ??= Open();
            _writer.WriteLine(line);
            _bytes += size;
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <exception cref="IOException">The disk took not all of it.</exception>
    public void Flush() => _writer?.Flush();

    public void Dispose()
    {
        var writer = _writer;
        _writer = null;
        try
        {
            writer?.Dispose();
        }
        catch (IOException)
        {
            // What could not be written is lost either way.
        }
    }

    private StreamWriter Open()
    {
        Directory.CreateDirectory(directory);
        var file = new FileStream(Path.Combine(directory, CurrentName), FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        _bytes = file.Length;
        return new StreamWriter(file, Utf8);
    }

    private void Roll()
    {
        Dispose();
        var stamp = time.GetUtcNow().ToString("yyyyMMdd'T'HHmmss'.'fffffff", CultureInfo.InvariantCulture);
        File.Move(Path.Combine(directory, CurrentName), Path.Combine(directory, $"gateway-{stamp}.log"), overwrite: true);
        foreach (var old in Directory.GetFiles(directory, OldNames).Order(StringComparer.Ordinal).SkipLast(maxFiles - 1))
        {
            File.Delete(old);
        }
    }
}
