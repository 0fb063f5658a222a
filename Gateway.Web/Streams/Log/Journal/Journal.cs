using System.Security.Cryptography;
using Gateway.Web.Platform.Store;
using Microsoft.Data.Sqlite;

namespace Gateway.Web.Streams.Log.Journal;

/// <summary>
/// A durable, numbered record. It checks the journal when it opens it and starts a new epoch if the journal is not intact; it
/// appends rows and deletes old ones. One writer calls it; only <see cref="Read"/> may be called on any thread.
/// </summary>
internal abstract class Journal<TRow>(JournalFormat format, Func<JournalPaths> paths, Func<JournalLimits> limits, TimeProvider time, ILogger logger) : IDisposable
    where TRow : class, IJournalRow
{
    private const int DeleteAtOnce = 5_000;

    private const string OpenState = "open";
    private const string ClosedState = "closed";

    private volatile JournalFile<TRow>? _file;
    private JournalPaths? _paths;
    private HighWaterMark? _mark;
    private string _epoch = "";
    private JournalExtent _extent = JournalExtent.Empty;
    private bool _uncertain;
    private bool _markFailing;

    public string Epoch => _epoch;

    // Not in the constructor: the options that they come from are validated after it.
    private JournalPaths Paths => _paths ??= paths();

    public JournalExtent Extent => _extent;

    /// <summary>
    /// Opens the journal, or opens it again after damage was found. A file that cannot be used is moved aside, and a numbering that
    /// cannot be trusted is replaced by a new epoch.
    /// </summary>
    /// <exception cref="Exception">The disk failed. Nothing was changed; try again.</exception>
    public JournalOpening Open()
    {
        Close();
        PrivateDirectory.Ensure(Paths.Directory);
        if (_mark is null)
        {
            PrivateFile.Ensure(Paths.Mark, logger);
            _mark = HighWaterMark.Open(Paths.Mark);
        }

        try
        {
            return OpenFile(damaged: false);
        }
        catch (Exception error) when (JournalFaults.IsDamage(error))
        {
            Close();
            JournalLog.MovedAside(logger, Paths.Journal, AsideFiles.Move(Paths.Journal, time.GetUtcNow(), logger), error);
            return OpenFile(damaged: true);
        }
    }

    /// <summary>Appends rows in one commit and updates the mark. When this returns, the rows are on the disk.</summary>
    /// <param name="rows">The rows, numbered after those before.</param>
    /// <param name="also">Writes what belongs to the rows over the same connection, in the same commit. It may be called again.</param>
    /// <exception cref="Exception">The rows are not on the disk, or it is unknown whether they are. Append the same rows again;
    /// more may follow them.</exception>
    public void Append(IReadOnlyList<TRow> rows, Action<SqliteConnection>? also = null)
    {
        var file = Demand();
        // A commit that reported a failure may have succeeded all the same.
        var written = _uncertain ? file.LatestSequence() : _extent.Latest;
        if (rows.Count == 0 || written < rows[^1].Sequence)
        {
            _uncertain = true;
            file.Append(rows.Where(row => row.Sequence > written), also);
        }

        _uncertain = false;
        if (rows.Count > 0)
        {
            _extent = _extent.With(rows);
            Note();
        }
    }

    /// <summary>
    /// Deletes rows beyond the limits of count, bytes and age, in commits of a bounded size. The newest row always stays.
    /// </summary>
    /// <returns>Number of deleted rows.</returns>
    public long Prune()
    {
        var pruned = 0L;
        while (NextPiece() is { } piece)
        {
            Demand().DeleteThrough(piece.Oldest - 1);
            pruned += piece.Oldest - _extent.Oldest;
            _extent = piece;
        }

        return pruned;
    }

    /// <summary>Whether the limits are exceeded so far that rows are deleted before the next regular time.</summary>
    public bool IsOverfull()
    {
        var (rows, bytes) = (limits().Rows, limits().Bytes);
        return _extent.Count > rows + (rows / 10) || _extent.Bytes > bytes + (bytes / 10);
    }

    /// <summary>Rows after a sequence and up to another, in order. May be called on any thread.</summary>
    /// <exception cref="Exception">The journal is not open, cannot be read, or is damaged: see <see cref="JournalFaults"/>.</exception>
    public IReadOnlyList<TRow> Read(long after, long through, int limit) => Demand().Read(after, through, limit);

    public string? ReadMeta(string key) => Demand().ReadMeta(key);

    /// <summary>The connection of the writer.</summary>
    protected SqliteConnection Connection => Demand().Connection;

    public void WriteMeta(string key, string value) => Demand().WriteMeta(key, value);

    /// <summary>Closes the journal and marks it as closed, so that the next opening reports no unclean end.</summary>
    public void CloseInOrder()
    {
        _file?.WriteMeta(format.StateKey, ClosedState);
        Dispose();
    }

    public void Dispose()
    {
        Close();
        _mark?.Dispose();
        _mark = null;
    }

    private void Close()
    {
        _file?.Dispose();
        _file = null;
        _uncertain = false;
    }

    private JournalFile<TRow> Demand() => _file ?? throw new IOException("The journal is not open.");

    // The extent after the next piece was deleted; null when nothing has to be deleted.
    private JournalExtent? NextPiece()
    {
        var limit = limits();
        var expired = time.GetUtcNow().AddDays(-limit.Days);
        var rest = _extent;
        foreach (var row in Demand().Oldest().Take(DeleteAtOnce))
        {
            var kept = rest.Count <= limit.Rows && rest.Bytes <= limit.Bytes && row.At >= expired;
            if (kept || row.Sequence == _extent.Latest)
            {
                break;
            }

            rest = rest with { Oldest = row.Sequence + 1, Bytes = rest.Bytes - row.Bytes };
        }

        return rest.Oldest > _extent.Oldest ? rest : null;
    }

    private JournalOpening OpenFile(bool damaged)
    {
        var file = JournalFile<TRow>.Open(Paths.Journal, format, NewEpoch(), limits().FileBytes, logger);
        try
        {
            var extent = file.Verify();
            var epoch = file.ReadMeta(format.EpochKey) ?? throw new JournalDamagedException("it has no epoch");
            var mark = _mark!.Read();
            var lost = damaged ? Hole(JournalLossReason.JournalLost, null, null) : LostOf(file, epoch, mark, extent);
            var trusted = file.IsNew || (mark is not null && lost is null or { Reason: JournalLossReason.UncleanEnd });
            _epoch = trusted ? epoch : NewEpoch();
            file.WriteMeta(format.EpochKey, _epoch);
            file.WriteMeta(format.StateKey, OpenState);
            _mark.Restart(_epoch, extent.Latest);
            _extent = extent;
            _file = file;
            JournalLog.Opened(logger, Paths.Journal, _epoch, _extent.Oldest, _extent.Latest);
            return new JournalOpening(_epoch, _extent, lost);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private JournalLoss? LostOf(JournalFile<TRow> file, string epoch, (string Epoch, long Sequence)? mark, JournalExtent extent)
    {
        if (file.IsNew)
        {
            return mark is null ? New() : Gone();
        }

        if (mark is not { } noted || noted.Epoch != epoch)
        {
            JournalLog.MarkMismatch(logger, Paths.Mark, mark is null ? "it is missing or damaged" : "it belongs to another epoch");
            return Hole(JournalLossReason.TailLost, extent.LatestAt, null);
        }

        if (noted.Sequence > extent.Latest)
        {
            JournalLog.TailLost(logger, Paths.Journal, extent.Latest, noted.Sequence, noted.Sequence - extent.Latest);
            return Hole(JournalLossReason.TailLost, extent.LatestAt, noted.Sequence - extent.Latest);
        }

        // If the same gateway opens the journal again, the journal is still marked as open, which is no unclean end.
        return _epoch.Length == 0 && file.ReadMeta(format.StateKey) == OpenState ? Unclean(extent) : null;
    }

    private JournalLoss? New()
    {
        JournalLog.IsNew(logger, Paths.Journal);
        return null;
    }

    private JournalLoss Gone()
    {
        JournalLog.JournalGone(logger, Paths.Mark);
        return Hole(JournalLossReason.JournalLost, null, null);
    }

    private JournalLoss Unclean(JournalExtent extent)
    {
        JournalLog.UncleanEnd(logger, Paths.Journal);
        return Hole(JournalLossReason.UncleanEnd, extent.LatestAt, null);
    }

    private JournalLoss Hole(JournalLossReason reason, DateTimeOffset? first, long? dropped) => new(reason, first, time.GetUtcNow(), dropped);

    private static string NewEpoch() => RandomNumberGenerator.GetHexString(16, lowercase: true);

    private void Note()
    {
        try
        {
            _mark!.Write(_epoch, _extent.Latest);
            _markFailing = false;
        }
        catch (IOException error)
        {
            if (!_markFailing)
            {
                JournalLog.MarkFailed(logger, Paths.Mark, error);
            }

            _markFailing = true;
        }
    }
}
