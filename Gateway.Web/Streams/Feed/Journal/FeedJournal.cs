using System.Security.Cryptography;
using Gateway.Web.Platform.Store;
using Microsoft.Extensions.Options;

namespace Gateway.Web.Streams.Feed.Journal;

/// <summary>
/// The durable record of changes. It checks the journal when it opens it and starts a new epoch if the journal is not intact; it
/// appends changes and deletes old ones. One writer calls it; only <see cref="Read"/> may be called on any thread.
/// </summary>
internal sealed class FeedJournal(FeedPaths paths, IOptions<FeedOptions> options, TimeProvider time, ILogger<FeedJournal> logger) : IDisposable
{
    private const int DeleteAtOnce = 5_000;

    private volatile FeedFile? _file;
    private HighWaterMark? _mark;
    private string _epoch = "";
    private FeedExtent _extent = FeedExtent.Empty;
    private bool _uncertain;
    private bool _markFailing;

    public string Epoch => _epoch;

    public FeedExtent Extent => _extent;

    /// <summary>
    /// Opens the journal, or opens it again after damage was found. A file that cannot be used is moved aside, and a numbering that
    /// cannot be trusted is replaced by a new epoch.
    /// </summary>
    /// <exception cref="Exception">The disk failed. Nothing was changed; try again.</exception>
    public FeedOpening Open()
    {
        Close();
        PrivateDirectory.Ensure(paths.Directory);
        if (_mark is null)
        {
            PrivateFile.Ensure(paths.Mark, logger);
            _mark = HighWaterMark.Open(paths.Mark);
        }

        try
        {
            return OpenFile(damaged: false);
        }
        catch (Exception error) when (FeedFaults.IsDamage(error))
        {
            Close();
            FeedLog.MovedAside(logger, paths.Journal, AsideFiles.Move(paths.Journal, time.GetUtcNow(), logger), error);
            return OpenFile(damaged: true);
        }
    }

    /// <summary>Appends changes in one commit and updates the mark. When this returns, the changes are on the disk.</summary>
    /// <exception cref="Exception">The changes are not on the disk, or it is unknown whether they are. Append the same changes again;
    /// more may follow them.</exception>
    public void Append(IReadOnlyList<FeedRow> rows)
    {
        var file = Demand();
        // A commit that reported a failure may have succeeded all the same.
        var written = _uncertain ? file.LatestSequence() : _extent.Latest;
        if (written < rows[^1].Sequence)
        {
            _uncertain = true;
            file.Append(rows.Where(row => row.Sequence > written));
        }

        _uncertain = false;
        _extent = _extent.With(rows);
        Note();
    }

    /// <summary>
    /// Deletes changes beyond the limits of count, bytes and age, in commits of a bounded size. The newest change always stays.
    /// </summary>
    /// <returns>Number of deleted changes.</returns>
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

    /// <summary>Whether the limits are exceeded so far that changes are deleted before the next regular time.</summary>
    public bool IsOverfull()
    {
        var slack = options.Value.RetainChanges / 10;
        return _extent.Count > options.Value.RetainChanges + slack || _extent.Bytes > options.Value.RetainBytes + (options.Value.RetainBytes / 10);
    }

    /// <summary>Changes after a sequence and up to another, in order. May be called on any thread.</summary>
    /// <exception cref="Exception">The journal is not open, cannot be read, or is damaged: see <see cref="FeedFaults"/>.</exception>
    public IReadOnlyList<FeedRow> Read(long after, long through, int limit) => Demand().Read(after, through, limit);

    public string? ReadMeta(string key) => Demand().ReadMeta(key);

    public void WriteMeta(string key, string value) => Demand().WriteMeta(key, value);

    /// <summary>Closes the journal and marks it as closed, so that the next opening reports no unclean end.</summary>
    public void CloseInOrder()
    {
        _file?.WriteMeta(FeedMetaKeys.State, FeedMetaKeys.Closed);
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

    private FeedFile Demand() => _file ?? throw new IOException("The feed's journal is not open.");

    // The extent after the next piece was deleted; null when nothing has to be deleted.
    private FeedExtent? NextPiece()
    {
        var expired = time.GetUtcNow().AddDays(-options.Value.RetainDays);
        var rest = _extent;
        foreach (var row in Demand().Oldest().Take(DeleteAtOnce))
        {
            var kept = rest.Count <= options.Value.RetainChanges && rest.Bytes <= options.Value.RetainBytes && row.At >= expired;
            if (kept || row.Sequence == _extent.Latest)
            {
                break;
            }

            rest = rest with { Oldest = row.Sequence + 1, Bytes = rest.Bytes - row.Bytes };
        }

        return rest.Oldest > _extent.Oldest ? rest : null;
    }

    private FeedOpening OpenFile(bool damaged)
    {
        var file = FeedFile.Open(paths.Journal, NewEpoch(), options.Value.MaxFileBytes, logger);
        try
        {
            var extent = file.Verify();
            var epoch = file.ReadMeta(FeedMetaKeys.Epoch) ?? throw new FeedDamagedException("it has no epoch");
            var mark = _mark!.Read();
            var lost = damaged ? Hole(FeedHoleReasons.JournalLost, null, null) : LostOf(file, epoch, mark, extent);
            var trusted = file.IsNew || (mark is not null && lost is null or { Reason: FeedHoleReasons.UncleanEnd });
            _epoch = trusted ? epoch : NewEpoch();
            file.WriteMeta(FeedMetaKeys.Epoch, _epoch);
            file.WriteMeta(FeedMetaKeys.State, FeedMetaKeys.Open);
            _mark.Restart(_epoch, extent.Latest);
            _extent = extent;
            _file = file;
            FeedLog.Opened(logger, paths.Journal, _epoch, _extent.Oldest, _extent.Latest);
            return new FeedOpening(_epoch, _extent, lost);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private FeedHole? LostOf(FeedFile file, string epoch, (string Epoch, long Sequence)? mark, FeedExtent extent)
    {
        if (file.IsNew)
        {
            return mark is null ? New() : Gone();
        }

        if (mark is not { } noted || noted.Epoch != epoch)
        {
            FeedLog.MarkMismatch(logger, paths.Mark, mark is null ? "it is missing or damaged" : "it belongs to another epoch");
            return Hole(FeedHoleReasons.TailLost, extent.LatestAt, null);
        }

        if (noted.Sequence > extent.Latest)
        {
            FeedLog.TailLost(logger, extent.Latest, noted.Sequence, noted.Sequence - extent.Latest);
            return Hole(FeedHoleReasons.TailLost, extent.LatestAt, noted.Sequence - extent.Latest);
        }

        // If the same gateway opens the journal again, the journal is still marked as open, which is no unclean end.
        return _epoch.Length == 0 && file.ReadMeta(FeedMetaKeys.State) == FeedMetaKeys.Open ? Unclean(extent) : null;
    }

    private FeedHole? New()
    {
        FeedLog.IsNew(logger, paths.Journal);
        return null;
    }

    private FeedHole Gone()
    {
        FeedLog.JournalGone(logger, paths.Mark);
        return Hole(FeedHoleReasons.JournalLost, null, null);
    }

    private FeedHole Unclean(FeedExtent extent)
    {
        FeedLog.UncleanEnd(logger);
        return Hole(FeedHoleReasons.UncleanEnd, extent.LatestAt, null);
    }

    private FeedHole Hole(string reason, DateTimeOffset? first, long? dropped) => new(reason, first, time.GetUtcNow(), dropped);

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
                FeedLog.MarkFailed(logger, paths.Mark, error);
            }

            _markFailing = true;
        }
    }
}
