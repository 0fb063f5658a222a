using System.Collections.Immutable;
using Gateway.Testing;
using Gateway.Web.Access.Callers;
using Gateway.Web.Sessions.Overview;

namespace Gateway.Web.Tests.Sessions.Overview;

/// <summary>Samples of a gateway with any number of sessions and readers, without a gateway.</summary>
internal static class SamplePlant
{
    public static readonly DateTime Time = new(2026, 3, 1, 12, 0, 0, DateTimeKind.Utc);

    public static OverviewSample Of(params SessionRow[] sessions) => new()
    {
        At = Time,
        TakenAt = 0,
        Cpu = TimeSpan.Zero,
        Process = SampleOverview.Whole.Process!,
        Health = SampleOverview.Whole.Health,
        Feeds = SampleOverview.Whole.Feeds,
        Keys = SampleOverview.Whole.Keys,
        Node = SampleOverview.Whole.Node,
        AlarmMonitor = SampleOverview.Whole.AlarmMonitor!,
        Rates = [new(Time, 12, 24, 0.5, 3)],
        Sessions = sessions.ToDictionary(row => row.Facts.SessionId),
        Readers = new Dictionary<string, ReaderRow>(),
        Faults = ImmutableArray<KeptFault>.Empty,
    };

    public static OverviewSample With(this OverviewSample sample, params ReaderRow[] readers) => sample with { Readers = readers.ToDictionary(row => row.Facts.ReaderId) };

    /// <param name="id">The id of the session.</param>
    /// <param name="owner">Its owner.</param>
    /// <param name="tag">Its session tag.</param>
    /// <param name="text">A text for everything that a client may choose.</param>
    public static SessionRow Session(string id, string owner = "olga", string? tag = null, string text = "x") => new(
        new SessionAccessInfo(id, owner, tag),
        SampleOverview.Session with { SessionId = id, Owner = owner, SessionTag = tag, Name = text, ClientIdentity = text, CorrelationId = text },
        SampleOverview.Load with { SessionId = id },
        Commands: 0);

    public static ReaderRow Reader(string id, string session, string subject = "rita", string text = "x") => new(
        SampleOverview.Reader with { ReaderId = id, SessionId = session, Subject = subject, Filter = text, Client = text, ConnectionId = text },
        SampleOverview.ReaderLoad with { ReaderId = id });

    public static Caller Caller(string subject, string? tag = null, params string[] scopes) => new()
    {
        Subject = subject,
        TokenId = "t",
        ExpiresAt = DateTimeOffset.MaxValue,
        Scopes = [.. scopes.DefaultIfEmpty(Scopes.ReadSessions)],
        SessionTags = tag is null ? [] : [tag],
    };
}
