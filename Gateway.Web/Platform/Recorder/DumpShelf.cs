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

    /// <inheritdoc cref="DumpPace.Admit"/>
    public int? Admit(DumpCause cause, string whose, DateTime now)
    {
        lock (_gate)
        {
            return _paces[cause].Admit(whose, now);
        }
    }

    /// <returns>The dump; null when there is no memory for it.</returns>
    public KeptDump? Add(DumpCause cause, int skipped, DateTime now, IReadOnlyList<RingCopy> rings)
    {
        lock (_gate)
        {
            Forget(now);
            while (_dumps.Count(kept => kept.Cause == cause) >= options.DumpsPerCause)
            {
                Remove(_dumps.Where(kept => kept.Cause == cause).GroupBy(kept => kept.Whose).MaxBy(group => group.Count())!.First());
            }

            var dump = new KeptDump(_last + 1, now, cause, skipped, rings);
            if (!budget.TryTake(dump.Bytes))
            {
                return null;
            }

            _last++;
            _dumps.Add(dump);
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
