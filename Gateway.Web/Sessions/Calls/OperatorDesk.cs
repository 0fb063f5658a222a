using System.Globalization;
using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Web.Access.Audit;
using Gateway.Web.Access.Callers;
using Gateway.Web.Sessions.Lifetime;
using Gateway.Web.Streams.Feed;
using Gateway.Web.Streams.Log;

namespace Gateway.Web.Sessions.Calls;

/// <summary>
/// What an operator does with the sessions and the readers of others: end a session, end a reader, and have one session traced. Each act
/// needs its right, and the audit trail has it before the caller has its answer.
/// </summary>
internal sealed class OperatorDesk(SessionDirectory directory, SessionChanges changes, LogReaderRegistry logReaders, IFeed feed, IAudit audit)
{
    /// <summary>How long a session may be traced, in minutes.</summary>
    public const int MostMinutes = 60;

    /// <returns>The session as it ended.</returns>
    /// <exception cref="GatewayException"><c>Forbidden</c> or <c>SessionNotFound</c>; see also <see cref="SessionChanges.CloseAsync"/>.</exception>
    public Task<SessionInfo> CloseAsync(ActingCaller by, string sessionId) =>
        changes.CloseAsync(by, directory.Find(by.Caller, sessionId, GatewayAction.CloseSession));

    /// <returns>The session as it ended.</returns>
    /// <exception cref="GatewayException"><c>Forbidden</c> or <c>SessionNotFound</c>; see also <see cref="SessionChanges.KillAsync"/>.</exception>
    public Task<SessionInfo> KillAsync(ActingCaller by, string sessionId) =>
        changes.KillAsync(by, directory.Find(by.Caller, sessionId, GatewayAction.KillSession));

    /// <summary>
    /// Ends one reader with <c>StreamEnded</c>, which says who ended it and why. Whoever may close a session may end its readers; a stream
    /// over many sessions may be ended by admins only, because it would end for the other sessions too. So may a reader of the change feed or
    /// of the alarms.
    /// </summary>
    /// <param name="by">Who ends it.</param>
    /// <param name="readerId">The id of the reader in the overview.</param>
    /// <param name="reason">What its client is told; null for no reason.</param>
    /// <exception cref="GatewayException"><c>InvalidArgument</c>, <c>Forbidden</c>, <c>SessionNotFound</c> or <c>NotFound</c>.</exception>
    public async Task EndReaderAsync(ActingCaller by, string readerId, string? reason)
    {
        if (reason is { Length: 0 or > ReaderFinder.MostReason } || reason?.Any(char.IsControl) == true)
        {
            throw new GatewayException(GatewayErrorCode.InvalidArgument, $"reason must have 1 to {ReaderFinder.MostReason} printable characters.");
        }

        if (logReaders.Find(readerId) is { } logReader)
        {
            await EndAsync(by, logReader, reason);
            return;
        }

        var sessionId = ReaderFinder.SessionIdOf(readerId);
        var session = directory.Find(by.Caller, sessionId, GatewayAction.CloseSession);
        var reader = ReaderFinder.Find(session, readerId);
        if (reader.Settings.Kind == ReaderKind.ManySessions && !by.Caller.AdministersGateway)
        {
            throw new GatewayException(GatewayErrorCode.Forbidden, "The reader reads many sessions, so only an admin may end it.");
        }

        ReaderFinder.End(reader, EndedBy(by, reason));
        await audit.RecordNowAsync(by.EntryOf(AuditActions.ReaderEnded, sessionId, $"{reader.Settings.Subject}{(reason is null ? "" : $": {reason}")}"));
    }

    /// <summary>
    /// Has everything that the flight recorder keeps of a session written to the log too, for some minutes. It ends by itself.
    /// </summary>
    /// <param name="by">Who asks for it.</param>
    /// <param name="sessionId">The session.</param>
    /// <param name="minutes">For how long; 0 ends it now.</param>
    /// <returns>When it ends, UTC.</returns>
    /// <exception cref="GatewayException"><c>InvalidArgument</c>, <c>Forbidden</c>, <c>SessionNotFound</c>, or <c>Unsupported</c> without a
    /// flight recorder.</exception>
    public async Task<DateTime> TraceAsync(ActingCaller by, string sessionId, int minutes)
    {
        if (minutes is < 0 or > MostMinutes)
        {
            throw new GatewayException(GatewayErrorCode.InvalidArgument, $"minutes must be between 0 and {MostMinutes}.");
        }

        var session = directory.Find(by.Caller, sessionId, GatewayAction.TraceSession);
        var until = session.Ring.Trace(TimeSpan.FromMinutes(minutes))
            ?? throw new GatewayException(GatewayErrorCode.Unsupported, "The session cannot be traced, because the flight recorder does not keep anything of it: see Gateway:Recorder:MaxMegabytes.");
        await audit.RecordNowAsync(by.EntryOf(AuditActions.SessionTraced, sessionId, $"{minutes} min"));
        feed.Record(new FeedEntry
        {
            Kind = FeedKind.SessionTraced,
            Session = session.ToAccessInfo(),
            SessionName = session.Identity.Name,
            Subject = by.Caller.Subject,
            Data = FeedEntry.DataOf(("minutes", minutes.ToString(CultureInfo.InvariantCulture)), ("until", until.ToString("O", CultureInfo.InvariantCulture))),
        });
        return until;
    }

    private async Task EndAsync(ActingCaller by, RunningLogReader reader, string? reason)
    {
        if (!by.Caller.AdministersGateway)
        {
            // As if there were no such reader: who it is concerns its subject and admins only.
            throw new GatewayException(GatewayErrorCode.NotFound, "There is no reader with this id that the token may end, or it has ended; the overview has the ids of readers.");
        }

        reader.End(EndedBy(by, reason));
        await audit.RecordNowAsync(by.EntryOf(AuditActions.ReaderEnded, null, $"{reader.Subject}{(reason is null ? "" : $": {reason}")}"));
    }

    private static GatewayException EndedBy(ActingCaller by, string? reason) =>
        new(GatewayErrorCode.StreamEnded, $"{by.Caller.Subject} ended the stream{(reason is null ? "." : $": {reason}")}");
}
