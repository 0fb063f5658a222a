using System.Text.Json;

namespace Gateway.Client;

/// <summary>
/// A position in a file, for readers whose data is somewhere else: after a crash the last item is delivered once more. The file is replaced as
/// a whole: it is written beside the old one, flushed to the disk and renamed, so that a crash leaves the old position or the new one.
/// </summary>
/// <param name="path">The file. Its directory must exist. A file beside it, with <c>.new</c> added, is written first.</param>
public sealed class FilePositionStore(string path) : IPositionStore
{
    private readonly string _path = Path.GetFullPath(path);

    /// <inheritdoc/>
    /// <exception cref="InvalidDataException">The file is not a position.</exception>
    public ValueTask<StreamPosition?> LoadAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new ValueTask<StreamPosition?>(File.Exists(_path) ? Read(File.ReadAllBytes(_path)) : null);
    }

    /// <inheritdoc/>
    public ValueTask SaveAsync(StreamPosition position, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var next = _path + ".new";
        using (var file = new FileStream(next, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            using (var json = new Utf8JsonWriter(file))
            {
                json.WriteStartObject();
                json.WriteString("epoch", position.Epoch);
                json.WriteNumber("sequence", position.Sequence);
                json.WriteEndObject();
            }

            file.Flush(flushToDisk: true);
        }

        if (File.Exists(_path))
        {
            File.Replace(next, _path, null);
        }
        else
        {
            File.Move(next, _path);
        }

        return default;
    }

    private StreamPosition Read(byte[] bytes)
    {
        try
        {
            using var document = JsonDocument.Parse(bytes);
            return new StreamPosition(document.RootElement.GetProperty("epoch").GetString() ?? throw new FormatException("The epoch is null."), document.RootElement.GetProperty("sequence").GetInt64());
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new InvalidDataException(
                $"{_path} is not a position. Restore it, or delete it to begin with the first event that the gateway still has.", error);
        }
    }
}
