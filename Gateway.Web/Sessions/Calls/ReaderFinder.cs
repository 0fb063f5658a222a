using Gateway.Errors;
using Gateway.Web.Access.Live;
using Gateway.Web.Sessions.Lifetime;
using Gateway.Web.Streams.Events;

namespace Gateway.Web.Sessions.Calls;

/// <summary>Finds the readers of sessions by their id in the overview.</summary>
internal static class ReaderFinder
{
    /// <summary>Largest length of the reason that the client of a reader is told.</summary>
    public const int MostReason = 200;

    /// <summary>The id of a reader ends with that of its session.</summary>
    public static string SessionIdOf(string readerId) => readerId[(readerId.LastIndexOf('.') + 1)..];

    /// <exception cref="GatewayException"><c>NotFound</c>.</exception>
    public static Subscription Find(Session session, string readerId) =>
        session.Distributor.Sample().Readers.FirstOrDefault(reader => !reader.IsInternal && reader.Settings.ReaderIdIn(session.Identity.SessionId) == readerId)
        ?? throw new GatewayException(GatewayErrorCode.NotFound, "The session has no reader with this id, or it has ended; the overview has the ids of readers.");

    /// <summary>Ends the stream that a reader belongs to, at once.</summary>
    public static void End(Subscription reader, GatewayException error)
    {
        if (reader.Settings.Connection?.Find<IAdjustableStream>(stream => stream.SubscriptionId == reader.Settings.SubscriptionId) is { } stream)
        {
            stream.End(error);
        }
        else
        {
            reader.Channel.Abort(error);
        }
    }
}
