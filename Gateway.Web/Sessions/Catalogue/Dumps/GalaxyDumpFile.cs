using System.Text;

namespace Gateway.Web.Sessions.Catalogue.Dumps;

/// <summary>The galaxy dump of a backend, read again when the file is another one. One thread at a time.</summary>
/// <param name="path">Null when there is none.</param>
internal sealed class GalaxyDumpFile(string? path)
{
    /// <summary>A galaxy of 10 000 objects is about a third of it.</summary>
    public const int MaxBytes = 64 * 1024 * 1024;

    private (DateTime WrittenAt, long Length) _version;
    private List<KnownObject> _objects = [];
    private string? _fault;

    /// <returns>The objects, and why there are none, for people.</returns>
    public (IReadOnlyList<KnownObject> Objects, string? Fault) Read(int maxItems, ILogger logger)
    {
        if (path is null)
        {
            return ([], null);
        }

        try
        {
            var file = new FileInfo(path);
            var version = (file.LastWriteTimeUtc, file.Exists ? file.Length : -1);
            if (version != _version)
            {
                _version = version;
                (_objects, _fault) = ([], null);
                _objects = Load(path, maxItems);
                logger.DumpRead(_objects.Count, _objects.Sum(one => one.Items.Count));
            }
        }
        catch (Exception error) when (error is GalaxyDumpException or IOException or UnauthorizedAccessException)
        {
            _fault = error is GalaxyDumpException ? $"The galaxy dump cannot be used: {error.Message}" : "The galaxy dump cannot be read.";
            logger.DumpRefused(error.Message);
        }

        return (_objects, _fault);
    }

    private static List<KnownObject> Load(string path, int maxItems)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        if (stream.Length > MaxBytes)
        {
            throw new GalaxyDumpException($"it has more than {MaxBytes / 1024 / 1024} MB.");
        }

        using var text = new StreamReader(stream, EncodingOf(stream), detectEncodingFromByteOrderMarks: false);
        return GalaxyDumpReader.Read(text, maxItems);
    }

    // The vendor's tools write UTF-16 with a mark; editors may have left another form. The first character of a dump is an ASCII one.
    private static Encoding EncodingOf(FileStream stream)
    {
        Span<byte> begin = stackalloc byte[2];
        var read = stream.ReadAtLeast(begin, begin.Length, throwOnEndOfStream: false);
        stream.Position = 0;
        return read < begin.Length ? Strict(new UTF8Encoding(true)) : (begin[0], begin[1]) switch
        {
            (0xFF, 0xFE) or (not 0, 0) => Strict(new UnicodeEncoding(bigEndian: false, byteOrderMark: true)),
            (0xFE, 0xFF) or (0, not 0) => Strict(new UnicodeEncoding(bigEndian: true, byteOrderMark: true)),
            _ => Strict(new UTF8Encoding(true)),
        };
    }

    private static Encoding Strict(Encoding encoding) =>
        Encoding.GetEncoding(encoding.CodePage, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);
}
