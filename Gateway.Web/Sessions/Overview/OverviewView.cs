using Gateway.Contracts;
using Gateway.Web.Access.Callers;

namespace Gateway.Web.Sessions.Overview;

/// <summary>
/// What one watcher has been told, and what is different in another sample. Rows that did not change are the same objects in both, so the
/// comparison is one of references. Used by one thread at a time.
/// </summary>
internal sealed class OverviewView(OverviewSight sight)
{
    private Dictionary<string, SessionRow> _sessions = new(StringComparer.Ordinal);
    private Dictionary<string, ReaderRow> _readers = new(StringComparer.Ordinal);
    private OverviewSample? _told;
    private bool _toldMonitor;
    private long _lastFault;

    /// <summary>Everything that the caller may see.</summary>
    public IReadOnlyList<OverviewItem> Whole(OverviewSample sample, Caller caller)
    {
        (_told, _toldMonitor, _lastFault) = (null, false, 0);
        _sessions.Clear();
        _readers.Clear();
        var items = Changes(sample, caller);
        items[0] = new OverviewWholeItem { Status = ((OverviewChangesItem)items[0]).Changed };
        items.Add(new OverviewCompleteItem { Sessions = _sessions.Count, Readers = _readers.Count });
        return items;
    }

    /// <summary>What is different; at least one item.</summary>
    public List<OverviewItem> Changes(OverviewSample sample, Caller caller)
    {
        var parts = new StatusParts(Head(sample, caller));
        var sessions = AddSessions(parts, sample, caller);
        var readers = AddReaders(parts, sample, caller, sessions);
        AddFaults(parts, sample, caller);
        var (goneSessions, goneReaders) = (Gone(_sessions, sessions), Gone(_readers, readers));
        (_sessions, _readers, _told) = (sessions, readers, sample);
        var items = new List<OverviewItem>();
        foreach (var part in parts.Complete())
        {
            items.Add(new OverviewChangesItem { Changed = part, RemovedSessions = goneSessions, RemovedReaders = goneReaders });
            (goneSessions, goneReaders) = ([], []);
        }

        return items;
    }

    private GatewayStatus Head(OverviewSample sample, Caller caller)
    {
        var seesMonitor = sight.SeesAlarmMonitor(caller);
        var head = new GatewayStatus
        {
            At = sample.At,
            AlarmMonitor = seesMonitor && (!_toldMonitor || sample.AlarmMonitor != _told?.AlarmMonitor) ? sample.AlarmMonitor : null,
        };
        _toldMonitor = seesMonitor;
        return !sight.SeesGateway(caller) ? head : head with
        {
            Process = sample.Process,
            Rates = _told is null ? RateLog.Columns(sample.Rates, sample.At) : null,
            Health = sample.Health == _told?.Health ? [] : sample.Health,
            Feeds = sample.Feeds == _told?.Feeds ? [] : sample.Feeds,
            Keys = sample.Keys == _told?.Keys ? null : sample.Keys,
            Node = sample.Node == _told?.Node ? null : sample.Node,
        };
    }

    private Dictionary<string, SessionRow> AddSessions(StatusParts parts, OverviewSample sample, Caller caller)
    {
        var seen = new Dictionary<string, SessionRow>(_sessions.Count, StringComparer.Ordinal);
        foreach (var (id, row) in sample.Sessions)
        {
            if (!sight.Sees(caller, row.Access))
            {
                continue;
            }

            seen[id] = row;
            var before = _sessions.GetValueOrDefault(id);
            if (!ReferenceEquals(before?.Facts, row.Facts))
            {
                parts.Add(row.Facts);
            }

            if (!ReferenceEquals(before?.Load, row.Load))
            {
                parts.Add(row.Load);
            }
        }

        return seen;
    }

    private Dictionary<string, ReaderRow> AddReaders(StatusParts parts, OverviewSample sample, Caller caller, Dictionary<string, SessionRow> sessions)
    {
        var seen = new Dictionary<string, ReaderRow>(_readers.Count, StringComparer.Ordinal);
        foreach (var (id, row) in sample.Readers)
        {
            if (!Sees(caller, row.Facts, sessions))
            {
                continue;
            }

            seen[id] = row;
            var before = _readers.GetValueOrDefault(id);
            if (!ReferenceEquals(before?.Facts, row.Facts))
            {
                parts.Add(row.Facts);
            }

            if (!ReferenceEquals(before?.Load, row.Load))
            {
                parts.Add(row.Load);
            }
        }

        return seen;
    }

    private bool Sees(Caller caller, OverviewReader reader, Dictionary<string, SessionRow> sessions) => reader.SessionId.Length == 0
        ? sight.Sees(caller, reader)
        : sessions.TryGetValue(reader.SessionId, out var session) && OverviewSight.Sees(caller, session.Access, reader);

    private void AddFaults(StatusParts parts, OverviewSample sample, Caller caller)
    {
        foreach (var kept in sample.Faults)
        {
            if (kept.Fault.Id > _lastFault && sight.Sees(caller, kept.Access))
            {
                parts.Add(kept.Fault);
            }
        }

        _lastFault = sample.Faults.IsEmpty ? _lastFault : sample.Faults[^1].Fault.Id;
    }

    private static string[] Gone<T>(Dictionary<string, T> before, Dictionary<string, T> now) => [.. before.Keys.Where(id => !now.ContainsKey(id))];
}
