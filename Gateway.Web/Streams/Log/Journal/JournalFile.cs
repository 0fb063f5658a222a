using Gateway.Web.Platform.Store;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Gateway.Web.Streams.Log.Journal;

/// <summary>
/// The open journal file. The writer appends and deletes over a connection of its own; each read opens another connection.
/// </summary>
/// <remarks>
/// <c>synchronous = FULL</c>: a commit is on the disk before it is published, so that a reader never holds a row that a power
/// cut takes back and whose number another row gets. The price is one flush for each commit; a commit takes all that waits,
/// so a burst pays it once. Connections are not pooled: the file may have to be moved aside.
/// </remarks>
internal sealed class JournalFile<TRow> : IDisposable
    where TRow : class, IJournalRow
{
    private const int BusyTimeoutSeconds = 5;
    private const int WalBytes = 4 * 1024 * 1024;

    private readonly SqliteConnection _connection;
    private readonly JournalFormat _format;
    private readonly DbContextOptions<JournalDbContext<TRow>> _writing;
    private readonly DbContextOptions<JournalDbContext<TRow>> _reading;

    private JournalFile(SqliteConnection connection, SqliteFile file, JournalFormat format)
    {
        _format = format;
        _connection = connection;
        _writing = new DbContextOptionsBuilder<JournalDbContext<TRow>>().UseSqlite(connection).Options;
        _reading = new DbContextOptionsBuilder<JournalDbContext<TRow>>().UseSqlite(file.ConnectionString(BusyTimeoutSeconds, pooling: false)).Options;
    }

    /// <summary>Whether the file was created by this opening.</summary>
    public bool IsNew { get; private init; }

    /// <param name="path">The path; the file is created if it is missing.</param>
    /// <param name="format">The kind of journal.</param>
    /// <param name="epoch">The epoch of a file that is created.</param>
    /// <param name="maxBytes">The largest size of the file.</param>
    /// <param name="logger">Gets a line for each schema step.</param>
    /// <exception cref="StoreException">The file is not a journal of this version of the gateway.</exception>
    /// <exception cref="SqliteException">The file cannot be opened or is damaged.</exception>
    public static JournalFile<TRow> Open(string path, JournalFormat format, string epoch, long maxBytes, ILogger logger)
    {
        PrivateFile.EnsureDatabase(path, logger);
        var file = new SqliteFile(path, new SchemaUpgrader(format.ApplicationId, format.Steps, logger));
        var connection = new SqliteConnection(file.ConnectionString(BusyTimeoutSeconds, SqliteOpenMode.ReadWriteCreate, pooling: false));
        try
        {
            connection.Open();
            var isNew = file.Prepare(connection, checkIntegrity: true, created => Begin(created, format.EpochKey, epoch), _ => false);
            connection.Execute("PRAGMA synchronous = FULL");
            connection.Execute(FormattableString.Invariant($"PRAGMA journal_size_limit = {WalBytes}"));
            connection.Execute(FormattableString.Invariant($"PRAGMA max_page_count = {maxBytes / connection.Number("PRAGMA page_size")}"));
            return new JournalFile<TRow>(connection, file, format) { IsNew = isNew };
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>The connection of the writer.</summary>
    public SqliteConnection Connection => _connection;

    public string? ReadMeta(string key) => _connection.Text("SELECT Value FROM Meta WHERE Key = $key", ("$key", key));

    public void WriteMeta(string key, string value) => SqliteFile.WriteMeta(_connection, key, value);

    /// <summary>Reads the whole journal once and checks that every row has its digest and that no number is missing.</summary>
    /// <exception cref="JournalDamagedException">A digest does not match, or a number is missing.</exception>
    public JournalExtent Verify()
    {
        using var context = new JournalDbContext<TRow>(_writing, _format);
        var extent = JournalExtent.Empty;
        foreach (var row in context.Rows.AsNoTracking().OrderBy(row => row.Sequence).AsEnumerable())
        {
            extent = extent.Latest == 0 ? extent with { Oldest = row.Sequence } : extent;
            Demand(row, extent.Latest == 0 ? row.Sequence : extent.Latest + 1);
            extent = extent with { Latest = row.Sequence, Bytes = extent.Bytes + row.Bytes, LatestAt = row.At };
        }

        _format.Verify?.Invoke(_connection);
        return extent;
    }

    /// <summary>Appends rows in one commit, together with what the caller writes over the connection.</summary>
    public void Append(IEnumerable<TRow> rows, Action<SqliteConnection>? also)
    {
        using var context = new JournalDbContext<TRow>(_writing, _format);
        context.ChangeTracker.AutoDetectChangesEnabled = false;
        using var transaction = context.Database.BeginTransaction();
        context.Rows.AddRange(rows);
        context.SaveChanges();
        also?.Invoke(_connection);
        transaction.Commit();
    }

    public long LatestSequence()
    {
        using var context = new JournalDbContext<TRow>(_writing, _format);
        return context.Rows.Max(row => (long?)row.Sequence) ?? 0;
    }

    /// <summary>Sequences, times and sizes of the oldest rows, in order, read while the caller enumerates.</summary>
    public IEnumerable<(long Sequence, DateTimeOffset At, int Bytes)> Oldest()
    {
        using var context = new JournalDbContext<TRow>(_writing, _format);
        foreach (var row in context.Rows.AsNoTracking().OrderBy(row => row.Sequence).Select(row => new { row.Sequence, row.At, row.Bytes }).AsEnumerable())
        {
            yield return (row.Sequence, row.At, row.Bytes);
        }
    }

    /// <summary>Deletes all rows up to a sequence, in one commit.</summary>
    public void DeleteThrough(long last)
    {
        using var context = new JournalDbContext<TRow>(_writing, _format);
        context.Rows.Where(row => row.Sequence <= last).ExecuteDelete();
    }

    /// <summary>Rows after a sequence, in order. May be called on any thread.</summary>
    /// <exception cref="JournalDamagedException">The digest of a row does not match its contents.</exception>
    public IReadOnlyList<TRow> Read(long after, long through, int limit)
    {
        using var context = new JournalDbContext<TRow>(_reading, _format);
        var rows = context.Rows.AsNoTracking().Where(row => row.Sequence > after && row.Sequence <= through).OrderBy(row => row.Sequence).Take(limit).ToList();
        for (var i = 0; i < rows.Count; i++)
        {
            Demand(rows[i], rows[0].Sequence + i);
        }

        return rows;
    }

    public void Dispose() => _connection.Dispose();

    private static bool Begin(SqliteConnection connection, string key, string epoch)
    {
        SqliteFile.WriteMeta(connection, key, epoch);
        return true;
    }

    private static void Demand(TRow row, long sequence)
    {
        if (row.Sequence != sequence)
        {
            throw new JournalDamagedException($"after {sequence - 1} comes {row.Sequence}");
        }

        if (row.Sequence < 1 || !row.IsIntact())
        {
            throw new JournalDamagedException($"the digest of row {row.Sequence} does not match its contents");
        }
    }
}
