using Gateway.Contracts;
using Gateway.Web.Sessions.Lifetime;

namespace Gateway.Web.Sessions.Overview;

/// <summary>
/// Takes a sample of the gateway: it reads counters that exist anyway. Nothing waits for it: a lock of a session's distributor is held
/// while its readers are copied and while it is looked up since when the next event of a lagging reader waits. Used by one thread at a
/// time.
/// </summary>
internal sealed class SampleTaker(SessionManager sessions, SampleParts parts, TimeProvider time)
{
    /// <summary>Rates over a longer time say nothing about now.</summary>
    private static readonly TimeSpan OldestForRates = TimeSpan.FromSeconds(90);

    /// <param name="before">The sample before; null when there is none.</param>
    /// <param name="health">The last results of the health checks.</param>
    public OverviewSample Take(OverviewSample? before, IReadOnlyList<HealthResult> health)
    {
        var (now, cpu) = (time.GetTimestamp(), Environment.CpuUsage.TotalTime);
        var since = before is null ? TimeSpan.MaxValue : time.GetElapsedTime(before.TakenAt, now);
        var known = since <= OldestForRates;
        var (sessionRows, readerRows) = Rows(before, known ? since : null);
        var feeds = parts.Logs.Logs();
        return new OverviewSample
        {
            At = time.GetUtcNow().UtcDateTime,
            TakenAt = now,
            Cpu = cpu,
            Process = parts.Process.Read(known ? cpu - before!.Cpu : null, since),
            Health = health,
            Feeds = before is not null && feeds.SequenceEqual(before.Feeds) ? before.Feeds : feeds,
            Keys = parts.Logs.Keys(),
            Node = parts.Node.Read(sessionRows.Values, before?.Node),
            AlarmMonitor = parts.Logs.AlarmMonitor,
            Sessions = sessionRows,
            Readers = readerRows,
            Rates = before?.Rates ?? [],
            Faults = parts.Faults.All,
        };
    }

    private (Dictionary<string, SessionRow> Sessions, Dictionary<string, ReaderRow> Readers) Rows(OverviewSample? before, TimeSpan? elapsed)
    {
        var sessionRows = new Dictionary<string, SessionRow>(before?.Sessions.Count ?? 0, StringComparer.Ordinal);
        var readerRows = new Dictionary<string, ReaderRow>(before?.Readers.Count ?? 0, StringComparer.Ordinal);
        foreach (var session in sessions.All)
        {
            var sessionId = session.Identity.SessionId;
            var events = session.Distributor.Sample();
            sessionRows[sessionId] = SessionFigures.Read(session, events, before?.Sessions.GetValueOrDefault(sessionId), elapsed);
            var readers = new ReaderDescription(sessionId, session.Distributor, events.Latest, elapsed);
            foreach (var reader in events.Readers)
            {
                var id = readers.IdOf(reader);
                readerRows[id] = readers.Read(reader, before?.Readers.GetValueOrDefault(id));
            }
        }

        parts.Logs.AddReaders(readerRows, before, elapsed);
        return (sessionRows, readerRows);
    }
}
