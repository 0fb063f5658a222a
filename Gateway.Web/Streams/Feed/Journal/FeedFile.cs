using Gateway.Web.Platform.Store;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Gateway.Web.Streams.Feed.Journal;

/// <summary>
/// The open journal file. The writer appends and deletes over a connection of its own; each read opens another connection.
/// </summary>
/// <remarks>
/// <c>synchronous = FULL</c>: a commit is on the disk before it is published, so that a reader never holds a change that a power
/// cut takes back and whose number another change gets. The price is one flush for each commit; a commit takes all that waits,
/// so a burst pays it once. Connections are not pooled: the file may have to be moved aside.
/// </remarks>
internal sealed class FeedFile : IDisposable
{
    private const int BusyTimeoutSeconds = 5;
    private const int WalBytes = 4 * 1024 * 1024;

    private readonly SqliteConnection _connection;
    private readonly DbContextOptions<FeedDbContext> _writing;
    private readonly DbContextOptions<FeedDbContext> _reading;

    private FeedFile(SqliteConnection connection, SqliteFile file)
    {
        _connection = connection;
        _writing = new DbContextOptionsBuilder<FeedDbContext>().UseSqlite(connection).Options;
        _reading = new DbContextOptionsBuilder<FeedDbContext>().UseSqlite(file.ConnectionString(BusyTimeoutSeconds, pooling: false)).Options;
    }

    /// <summary>Whether the file was created by this opening.</summary>
    public bool IsNew { get; private init; }

    /// <param name="path">The path; the file is created if it is missing.</param>
    /// <param name="epoch">The epoch of a file that is created.</param>
    /// <param name="maxBytes">The largest size of the file.</param>
    /// <param name="logger">Gets a line for each schema step.</param>
    /// <exception cref="StoreException">The file is not a journal of this version of the gateway.</exception>
    /// <exception cref="SqliteException">The file cannot be opened or is damaged.</exception>
    public static FeedFile Open(string path, string epoch, long maxBytes, ILogger logger)
    {
        PrivateFile.EnsureDatabase(path, logger);
        var file = new SqliteFile(path, new SchemaUpgrader(FeedSchemaSteps.ApplicationId, FeedSchemaSteps.All, logger));
        var connection = new SqliteConnection(file.ConnectionString(BusyTimeoutSeconds, SqliteOpenMode.ReadWriteCreate, pooling: false));
        try
        {
            connection.Open();
            var isNew = file.Prepare(connection, checkIntegrity: true, created => Begin(created, epoch), _ => false);
            connection.Execute("PRAGMA synchronous = FULL");
            connection.Execute(FormattableString.Invariant($"PRAGMA journal_size_limit = {WalBytes}"));
            connection.Execute(FormattableString.Invariant($"PRAGMA max_page_count = {maxBytes / connection.Number("PRAGMA page_size")}"));
            return new FeedFile(connection, file) { IsNew = isNew };
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public string? ReadMeta(string key) => _connection.Text("SELECT Value FROM Meta WHERE Key = $key", ("$key", key));

    public void WriteMeta(string key, string value) => SqliteFile.WriteMeta(_connection, key, value);

    /// <summary>Reads the whole journal once and checks that every row has its digest and that no number is missing.</summary>
    /// <exception cref="FeedDamagedException">A digest does not match, or a number is missing.</exception>
    public FeedExtent Verify()
    {
        using var context = new FeedDbContext(_writing);
        var extent = FeedExtent.Empty;
        foreach (var row in context.Changes.AsNoTracking().OrderBy(row => row.Sequence).AsEnumerable())
        {
            extent = extent.Latest == 0 ? extent with { Oldest = row.Sequence } : extent;
            Demand(row, extent.Latest == 0 ? row.Sequence : extent.Latest + 1);
            extent = extent with { Latest = row.Sequence, Bytes = extent.Bytes + row.Bytes, LatestAt = row.At };
        }

        return extent;
    }

    /// <summary>Appends rows in one commit.</summary>
    public void Append(IEnumerable<FeedRow> rows)
    {
        using var context = new FeedDbContext(_writing);
        context.ChangeTracker.AutoDetectChangesEnabled = false;
        context.Changes.AddRange(rows);
        context.SaveChanges();
    }

    public long LatestSequence()
    {
        using var context = new FeedDbContext(_writing);
        return context.Changes.Max(row => (long?)row.Sequence) ?? 0;
    }

    /// <summary>Sequences, times and sizes of the oldest rows, in order, read while the caller enumerates.</summary>
    public IEnumerable<(long Sequence, DateTimeOffset At, int Bytes)> Oldest()
    {
        using var context = new FeedDbContext(_writing);
        foreach (var row in context.Changes.AsNoTracking().OrderBy(row => row.Sequence).Select(row => new { row.Sequence, row.At, row.Bytes }).AsEnumerable())
        {
            yield return (row.Sequence, row.At, row.Bytes);
        }
    }

    /// <summary>Deletes all rows up to a sequence, in one commit.</summary>
    public void DeleteThrough(long last)
    {
        using var context = new FeedDbContext(_writing);
        context.Changes.Where(row => row.Sequence <= last).ExecuteDelete();
    }

    /// <summary>Rows after a sequence, in order. May be called on any thread.</summary>
    /// <exception cref="FeedDamagedException">The digest of a row does not match its contents.</exception>
    public IReadOnlyList<FeedRow> Read(long after, long through, int limit)
    {
        using var context = new FeedDbContext(_reading);
        var rows = context.Changes.AsNoTracking().Where(row => row.Sequence > after && row.Sequence <= through).OrderBy(row => row.Sequence).Take(limit).ToList();
        for (var i = 0; i < rows.Count; i++)
        {
            Demand(rows[i], rows[0].Sequence + i);
        }

        return rows;
    }

    public void Dispose() => _connection.Dispose();

    private static bool Begin(SqliteConnection connection, string epoch)
    {
        SqliteFile.WriteMeta(connection, FeedMetaKeys.Epoch, epoch);
        return true;
    }

    private static void Demand(FeedRow row, long sequence)
    {
        if (row.Sequence != sequence)
        {
            throw new FeedDamagedException($"after {sequence - 1} comes {row.Sequence}");
        }

        if (row.Sequence < 1 || !FeedRowDigest.Holds(row))
        {
            throw new FeedDamagedException($"the digest of change {row.Sequence} does not match its contents");
        }
    }
}
