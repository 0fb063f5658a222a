using Gateway.Contracts;
using Gateway.Web.Streams.Log;

namespace Gateway.Web.Sessions.Overview;

/// <summary>Makes the row of a reader of the change feed or of the alarms.</summary>
internal static class LogReaderRow
{
    /// <param name="reader">The reader.</param>
    /// <param name="latest">The latest sequence of its log.</param>
    /// <param name="before">Its row in the sample before; null when there is none.</param>
    /// <param name="elapsed">The time since that sample; null when it is too old for rates.</param>
    public static ReaderRow Of(RunningLogReader reader, long latest, ReaderRow? before, TimeSpan? elapsed)
    {
        var (facts, load) = (FactsOf(reader), LoadOf(reader, latest, before, elapsed));
        return new ReaderRow(facts == before?.Facts ? before.Facts : facts, load == before?.Load ? before.Load : load);
    }

    private static OverviewReader FactsOf(RunningLogReader reader)
    {
        var origin = reader.Live.Origin;
        return new OverviewReader
        {
            ReaderId = reader.Id,
            SubscriptionId = reader.Id,
            SessionId = "",
            Kind = reader.Reading.Kind,
            Subject = ShortText.Of(reader.Subject),
            ConnectionId = origin.ConnectionId,
            RemoteAddress = origin.RemoteAddress,
            Client = origin.UserAgent.Client,
            ClientVersion = origin.UserAgent.Version,
            Transport = origin.Transport,
            Protocol = origin.Protocol,
            Mode = reader.Reading.Mode,
            Filter = ShortText.Of(reader.Reading.Filter),
            Since = reader.Since,
            ResumedAfter = reader.Reading.ResumedAfter,
            SlowSince = reader.Log.SlowSince,
            TokenExpiresAt = reader.Live.Current.ExpiresAt.UtcDateTime,
        };
    }

    private static ReaderLoad LoadOf(RunningLogReader reader, long latest, ReaderRow? before, TimeSpan? elapsed)
    {
        var log = reader.Log;
        var position = log.Position;
        return new ReaderLoad
        {
            ReaderId = reader.Id,
            Phase = log.IsLive ? SubscriptionPhase.Live : SubscriptionPhase.CatchingUp,
            Position = position,
            Lag = Math.Max(0, latest - position),
            LagMs = 0,
            Queued = log.Queued,
            EventsPerSecond = Rate.Of(reader.Delivered, before?.Load.Delivered, elapsed),
            Delivered = reader.Delivered,
            Conflated = 0,
            Dropped = 0,
            SlowEpisodes = log.SlowEpisodes,
            Gaps = reader.Gaps,
        };
    }
}
