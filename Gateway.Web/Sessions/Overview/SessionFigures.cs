using Gateway.Contracts;
using Gateway.Web.Sessions.Lifetime;
using Gateway.Web.Streams.Events;

namespace Gateway.Web.Sessions.Overview;

/// <summary>Makes the row of a session from counters that exist anyway.</summary>
internal static class SessionFigures
{
    /// <param name="session">The session.</param>
    /// <param name="events">The figures of its distributor.</param>
    /// <param name="before">Its row in the sample before; null when there is none.</param>
    /// <param name="elapsed">The time since that sample; null when it is too old for rates.</param>
    public static SessionRow Read(Session session, DistributorSample events, SessionRow? before, TimeSpan? elapsed)
    {
        var (facts, load) = (FactsOf(session), LoadOf(session, events, before, elapsed));
        return new SessionRow(
            session.ToAccessInfo(),
            facts == before?.Facts ? before.Facts : facts,
            load == before?.Load ? before.Load : load,
            session.SentCommands);
    }

    private static OverviewSession FactsOf(Session session)
    {
        var (identity, status) = (session.Identity, session.Status);
        return new OverviewSession
        {
            SessionId = identity.SessionId,
            State = session.State,
            Name = identity.Name,
            SessionTag = identity.SessionTag,
            Backend = identity.Backend,
            Owner = ShortText.Of(identity.Owner),
            ClientIdentity = identity.ClientIdentity,
            CorrelationId = identity.CorrelationId,
            CreatedAt = identity.CreatedAt,
            AdoptedAt = session.AdoptedAt,
            Epoch = session.Distributor.Epoch is { Length: > 0 } epoch ? epoch : null,
            Worker = session.WorkerStatus,
            WorkerProcessId = status.Worker?.ProcessId,
            WorkerArchitecture = status.Worker?.Architecture,
            Node = session.Node,
            Site = identity.Site,
            Fault = status.Fault is { } fault ? fault with { Message = ShortText.Of(fault.Message) } : null,
        };
    }

    private static SessionLoad LoadOf(Session session, DistributorSample events, SessionRow? before, TimeSpan? elapsed)
    {
        var vitals = session.Status.Worker?.Vitals;
        return new SessionLoad
        {
            SessionId = session.Identity.SessionId,
            Readers = session.Distributor.ExternalSubscriptions,
            Items = session.Distributor.Items.Count,
            LatestSequence = events.Latest,
            EventsPerSecond = Rate.Of(events.Latest, before?.Load.LatestSequence, elapsed),
            CommandsPerSecond = Rate.Of(session.SentCommands, before?.Commands, elapsed),
            PendingCommands = session.PendingCommands,
            HistoryEvents = events.HistoryEvents,
            HistoryBytes = events.HistoryBytes,
            RingEvents = vitals?.RingEvents,
            RingBytes = vitals?.RingBytes,
            OverwrittenEvents = vitals?.OverwrittenEvents,
            WorkerBytes = vitals?.WorkingSetBytes,
            LastActivityAt = session.Lease.LastActivityAt,
        };
    }
}
