using Gateway.Contracts;
using Gateway.Web.Streams.Events;

namespace Gateway.Web.Sessions.Overview;

/// <summary>Makes the rows of the readers of one session from counters that exist anyway.</summary>
/// <param name="sessionId">The session.</param>
/// <param name="distributor">Its distributor.</param>
/// <param name="latest">Its latest sequence in this sample.</param>
/// <param name="elapsed">The time since the sample before; null when there is none, or it is too old for rates.</param>
internal sealed class ReaderDescription(string sessionId, EventDistributor distributor, long latest, TimeSpan? elapsed)
{
    /// <summary>The identity of a row.</summary>
    public string IdOf(Subscription reader) => reader.Settings.ReaderIdIn(sessionId);

    /// <param name="reader">The reader.</param>
    /// <param name="before">Its row in the sample before; null when there is none.</param>
    public ReaderRow Read(Subscription reader, ReaderRow? before)
    {
        var info = reader.Describe(latest);
        var (facts, load) = (FactsOf(reader, info, before), LoadOf(reader, info, before));
        return new ReaderRow(facts == before?.Facts ? before.Facts : facts, load == before?.Load ? before.Load : load);
    }

    private OverviewReader FactsOf(Subscription reader, SubscriptionInfo info, ReaderRow? before)
    {
        var (settings, gap) = (reader.Settings, reader.Figures.LastGap);
        var connection = settings.Connection;
        var origin = connection?.Origin;
        return new OverviewReader
        {
            ReaderId = before?.Facts.ReaderId ?? IdOf(reader),
            SubscriptionId = settings.SubscriptionId,
            SessionId = sessionId,
            Kind = settings.Kind,
            Subject = ShortText.Of(settings.Subject),
            ConnectionId = origin?.ConnectionId,
            RemoteAddress = origin?.RemoteAddress,
            Client = origin?.UserAgent.Client,
            ClientVersion = origin?.UserAgent.Version,
            Transport = origin?.Transport,
            Protocol = origin?.Protocol,
            Mode = info.Mode,
            Filter = FilterText.Of(reader.Filter),
            Since = info.Since,
            ResumedAfter = settings.Request.ResumeAfter,
            SlowSince = reader.SlowSince,
            LastGapAt = gap?.At,
            LastGapReason = gap?.Reason,
            TokenExpiresAt = connection?.Current.ExpiresAt.UtcDateTime,
        };
    }

    private ReaderLoad LoadOf(Subscription reader, SubscriptionInfo info, ReaderRow? before) => new()
    {
        ReaderId = before?.Load.ReaderId ?? IdOf(reader),
        Phase = info.Phase,
        Position = info.Position,
        Lag = info.Lag,
        LagMs = info.Lag == 0 ? 0 : (long)distributor.WaitedAfter(info.Position).TotalMilliseconds,
        Queued = info.Queued,
        EventsPerSecond = Rate.Of(reader.Figures.Delivered, before?.Load.Delivered, elapsed),
        Delivered = reader.Figures.Delivered,
        Conflated = reader.Figures.Conflated,
        Dropped = reader.Figures.Dropped,
        SlowEpisodes = info.SlowEpisodes,
        Gaps = reader.Figures.Gaps,
    };
}
