namespace Gateway.Web.Platform.Recorder;

/// <summary>
/// The dumps that are kept: so many of each cause, none longer than the set time. When there are too many, one goes of the session that
/// has most of them, so that one session with trouble does not push out those of the others. May be used on any thread.
/// </summary>
internal sealed class DumpShelf(RecorderOptions options, RecorderBudget budget)
{
    private readonly Lock _gate = new();
    private readonly List<KeptDump> _dumps = [];
    private readonly Dictionary<DumpCause, DumpPace> _paces = Enum.GetValues<DumpCause>().ToDictionary(cause => cause, _ => new DumpPace(options.DumpsPerMinute));
    private long _last;

    /// <summary>The oldest first.</summary>
    public IReadOnlyList<KeptDump> All(DateTime now)
    {
        lock (_gate)
        {
            Forget(now);
            return [.. _dumps];
        }
    }

    /// <returns>Null when there were too many dumps of the cause just now.</returns>
    public DumpTicket? Admit(DumpCause cause, string whose, DateTime now)
    {
        lock (_gate)
        {
            return _paces[cause].Admit(whose, now) is { } skipped ? new DumpTicket(++_last, now, cause, skipped) : null;
        }
    }

    /// <returns>The dump; null when there is no memory for it.</returns>
    public KeptDump? Add(DumpTicket ticket, IReadOnlyList<RingCopy> rings)
    {
        lock (_gate)
        {
            Forget(ticket.At);
            while (_dumps.Count(kept => kept.Cause == ticket.Cause) >= options.DumpsPerCause)
            {
                Remove(_dumps.Where(kept => kept.Cause == ticket.Cause).GroupBy(kept => kept.Whose).MaxBy(group => group.Count())!.First());
            }

            var dump = new KeptDump(ticket.Id, ticket.At, ticket.Cause, ticket.Skipped, rings);
            if (!budget.TryTake(dump.Bytes))
            {
                return null;
            }

            _dumps.Insert(_dumps.FindLastIndex(kept => kept.Id < dump.Id) + 1, dump);
            return dump;
        }
    }

    private void Forget(DateTime now)
    {
        while (_dumps.Count > 0 && now - _dumps[0].At > TimeSpan.FromHours(options.DumpHours))
        {
            Remove(_dumps[0]);
        }
    }

    private void Remove(KeptDump dump)
    {
        _dumps.Remove(dump);
        budget.GiveBack(dump.Bytes);
    }
}
