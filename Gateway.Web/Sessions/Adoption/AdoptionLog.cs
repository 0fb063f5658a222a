using Gateway.Errors;
using Gateway.Web.Platform.Logging;

namespace Gateway.Web.Sessions.Adoption;

internal static partial class AdoptionLog
{
    [LoggerMessage(EventIds.Adoption + 1, LogLevel.Information, "Session {SessionId} was adopted after {Milliseconds:F0} ms, up to sequence {Latest}.", EventName = "SessionAdopted")]
    public static partial void Adopted(this ILogger logger, string sessionId, double milliseconds, long latest);

    [LoggerMessage(EventIds.Adoption + 2, LogLevel.Warning, "Session {SessionId} could not be adopted: {Reason}", EventName = "SessionNotAdopted")]
    public static partial void NotAdopted(this ILogger logger, string sessionId, string reason);

    [LoggerMessage(EventIds.Adoption + 3, LogLevel.Error, "Adopting session {SessionId} failed.", EventName = "AdoptionFailed")]
    public static partial void AdoptionFailed(this ILogger logger, string sessionId, Exception error);

    [LoggerMessage(EventIds.Adoption + 4, LogLevel.Information, "Session {SessionId} holds {Servers} registrations, {Items} items and {PendingWrites} writes without completion.", EventName = "SessionResynchronised")]
    public static partial void Resynchronised(this ILogger logger, string sessionId, int servers, int items, int pendingWrites);

    [LoggerMessage(EventIds.Adoption + 5, LogLevel.Warning, "Session {SessionId} was adopted, but its executor did not answer: {Code}.", EventName = "AdoptedWithoutAnswer")]
    public static partial void NoAnswer(this ILogger logger, string sessionId, GatewayErrorCode code);

    [LoggerMessage(EventIds.Adoption + 6, LogLevel.Information, "Session {SessionId} of an earlier gateway is not adopted; its worker {ProcessId} is ended if it is still running.", EventName = "LeftoverFound")]
    public static partial void LeftoverFound(this ILogger logger, string sessionId, int processId);

    [LoggerMessage(EventIds.Adoption + 7, LogLevel.Information, "Worker {ProcessId} of an earlier gateway was ended.", EventName = "LeftoverEnded")]
    public static partial void LeftoverEnded(this ILogger logger, int processId);

    [LoggerMessage(EventIds.Adoption + 8, LogLevel.Error, "Worker {ProcessId} of an earlier gateway does not end.", EventName = "LeftoverStays")]
    public static partial void LeftoverStays(this ILogger logger, int processId);

    [LoggerMessage(EventIds.Adoption + 9, LogLevel.Error, "The row of session {SessionId} could not be removed; it is removed when the store takes it, or at the next start.", EventName = "ManifestRowNotRemoved")]
    public static partial void RowNotRemoved(this ILogger logger, string sessionId, Exception error);

    [LoggerMessage(EventIds.Adoption + 10, LogLevel.Error, "The row of session {SessionId} cannot be read; its worker is ended.", EventName = "ManifestRowUnreadable")]
    public static partial void NonceUnreadable(this ILogger logger, string sessionId, Exception error);

    [LoggerMessage(EventIds.Adoption + 11, LogLevel.Information, "A planned stop was requested; there are {Sessions} sessions and {PendingCommands} unanswered commands.", EventName = "DrainBegun")]
    public static partial void DrainBegun(this ILogger logger, int sessions, int pendingCommands);

    [LoggerMessage(EventIds.Adoption + 12, LogLevel.Information, "The gateway is stopping as planned; {PendingCommands} commands have no answer.", EventName = "DrainEnded")]
    public static partial void DrainEnded(this ILogger logger, int pendingCommands);
}
