using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Gateway.Worker.Executors.Simulation;

/// <summary>
/// The file that makes the plants of several sessions one: it has when the plant began, and what was written since, in the order in
/// which it takes effect in each session. Everything else follows from the clock. Used only on the executor's thread.
/// </summary>
internal sealed class SharedPlant
{
    /// <summary>Largest size of the file; later writes fail.</summary>
    public const int MaxBytes = 16 * 1024 * 1024;

    private const byte LineEnd = (byte)'\n';

    /// <summary>Another session holds the file only for the time of one write.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly string _path;
    private readonly Queue<PlantWrite> _unapplied = new();
    private long _read;

    /// <param name="path">The file. It is made when it is missing; then the plant begins now.</param>
    /// <param name="now">The time.</param>
    /// <exception cref="IOException">The file cannot be used.</exception>
    public SharedPlant(string path, DateTime now)
    {
        _path = path;
        using var file = OpenAlone(FileMode.OpenOrCreate);
        var lines = LinesOf(file);
        if (lines is [])
        {
            file.Position = 0;
            WriteLine(file, now.ToString("O", CultureInfo.InvariantCulture));
            file.Position = 0;
            lines = LinesOf(file);
        }

        Began = DateTime.TryParse(lines[0], CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var began) ? began : throw Damaged();
        Take(lines.AsSpan(1));
    }

    public DateTime Began { get; }

    /// <summary>Adds a write.</summary>
    /// <returns>What takes effect now, in this order: what others wrote before, and the write itself.</returns>
    /// <exception cref="IOException">The write could not be added; it does not take effect.</exception>
    public IReadOnlyList<PlantWrite> Add(PlantWrite write)
    {
        using var file = OpenAlone(FileMode.Open);
        TakeNew(file);
        if (_read >= MaxBytes)
        {
            throw new IOException($"The file '{_path}' is full; delete it when no session uses it.");
        }

        file.Position = _read;
        WriteLine(file, JsonSerializer.Serialize(write));
        _read = file.Position;
        PlantWrite[] all = [.. _unapplied, write];
        _unapplied.Clear();
        return all;
    }

    /// <summary>Takes what others wrote up to a time, in order. If the file cannot be read now, it is read at the next call.</summary>
    public IReadOnlyList<PlantWrite> TakeUntil(DateTime time)
    {
        TryTakeNew();
        var taken = new List<PlantWrite>();
        while (_unapplied.TryPeek(out var write) && write.Now <= time)
        {
            taken.Add(_unapplied.Dequeue());
        }

        return taken;
    }

    private void TryTakeNew()
    {
        try
        {
            using var file = new FileStream(_path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
            TakeNew(file);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Mostly another session is writing. A file that stays unusable fails the next write, which tells of it.
        }
    }

    private void TakeNew(FileStream file)
    {
        if (file.Length < _read)
        {
            throw new IOException($"The file '{_path}' was cut; sessions that use it must be opened again.");
        }

        file.Position = _read;
        Take(LinesOf(file));
    }

    private void Take(ReadOnlySpan<string> lines)
    {
        foreach (var line in lines)
        {
            _unapplied.Enqueue(WriteOf(line));
        }
    }

    private PlantWrite WriteOf(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<PlantWrite>(line) ?? throw Damaged();
        }
        catch (JsonException)
        {
            throw Damaged();
        }
    }

    private IOException Damaged() => new($"The file '{_path}' is not that of a plant, or is damaged; delete it when no session uses it.");

    // The complete lines from the file's position on. A line without an end is one that its session did not live to complete.
    private string[] LinesOf(FileStream file)
    {
        var begin = file.Position;
        if (file.Length > 2 * MaxBytes)
        {
            throw Damaged();
        }

        var bytes = new byte[file.Length - begin];
        file.ReadExactly(bytes);
        var length = Array.LastIndexOf(bytes, LineEnd) + 1;
        _read = begin + length;
        return Encoding.UTF8.GetString(bytes, 0, length).Split((char)LineEnd, StringSplitOptions.RemoveEmptyEntries);
    }

    private static void WriteLine(FileStream file, string line)
    {
        file.Write([.. Encoding.UTF8.GetBytes(line), LineEnd]);
        file.SetLength(file.Position);
    }

    private FileStream OpenAlone(FileMode mode)
    {
        FileStream? file = null;
        IOException? failure = null;
        return SpinWait.SpinUntil(() => (file = TryOpenAlone(mode, out failure)) is not null, Patience)
            ? file!
            : throw new IOException($"The file '{_path}' cannot be written: {failure?.Message}", failure);
    }

    private FileStream? TryOpenAlone(FileMode mode, out IOException? failure)
    {
        try
        {
            failure = null;
            return new FileStream(_path, mode, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
        }
        catch (IOException error)
        {
            failure = error;
            return null;
        }
        catch (UnauthorizedAccessException error)
        {
            failure = new IOException(error.Message, error);
            return null;
        }
    }
}
