using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Serialization;
using Gateway.Web.Access.Callers;
using Gateway.Web.Streams.Events;
using Gateway.Wire;

namespace Gateway.Web.Sessions.MultiSession;

/// <summary>
/// Checks a client's request for a stream over many sessions, and grants it. Settings that a stream of one session has too are checked in the same
/// way.
/// </summary>
internal sealed class MultiSessionRequestValidator(StreamRequestValidator requests)
{
    private const int MaxGlobs = 1_000;
    private const int MaxGlobLength = 256;
    private const int MaxIdLength = 64;

    /// <returns>The positions of the request's cursor; null when it has none.</returns>
    /// <exception cref="GatewayException"><c>InvalidArgument</c> naming the field.</exception>
    public IReadOnlyList<SessionPosition>? Check(MultiSessionRequest request)
    {
        CheckIds(request.SessionIds);
        CheckGlobs(request.SessionTags, "sessionTags");
        CheckGlobs(request.Names, "names");
        CheckGlobs(request.Backends, "backends");
        CheckFilter(request.Filter);
        requests.Check(PartOf(request));
        try
        {
            return request.Cursor is null ? null : MultiSessionCursor.Read(request.Cursor);
        }
        catch (MalformedDataException error)
        {
            throw new GatewayException(GatewayErrorCode.InvalidArgument, $"The stream request is not valid: {error.Message} Start without one.");
        }
    }

    /// <summary>The settings of the subscription to each session.</summary>
    public SubscriptionSettings Grant(MultiSessionRequest request, Caller caller)
    {
        var part = PartOf(request);
        return new SubscriptionSettings
        {
            SubscriptionId = Guid.NewGuid().ToString("N"),
            Subject = caller.Subject,
            Kind = ReaderKind.ManySessions,
            Request = part,
            Limits = requests.Grant(part, caller.ExpiresAt.UtcDateTime),
            Visible = caller.Read,
        };
    }

    /// <exception cref="GatewayException"><c>InvalidArgument</c>: handles belong to one session.</exception>
    public static void CheckFilter(StreamFilter? filter) => Require(
        filter?.Items is null, "filter.items are handles, which belong to one session; choose items by filter.references.");

    /// <summary>The request for each session.</summary>
    private static StreamRequest PartOf(MultiSessionRequest request) => new()
    {
        Snapshot = request.Snapshot,
        Mode = request.Mode,
        Filter = request.Filter,
        BufferEvents = request.BufferEvents,
        OnSlow = request.OnSlow,
        FlushIntervalMs = request.FlushIntervalMs,
        MaxBatch = request.MaxBatch,
    };

    private static void CheckIds(IReadOnlyList<string>? ids)
    {
        Require(ids is null or { Count: <= MultiSessionCursor.MaxSessions }, $"sessionIds must have at most {MultiSessionCursor.MaxSessions} entries.");
        Require(ids is null || ids.All(id => id is { Length: > 0 and <= MaxIdLength }), $"each of sessionIds must have 1 to {MaxIdLength} characters.");
    }

    private static void CheckGlobs(IReadOnlyList<string>? globs, string name)
    {
        Require(globs is null or { Count: <= MaxGlobs }, $"{name} must have at most {MaxGlobs} entries.");
        Require(globs is null || globs.All(glob => glob is { Length: > 0 and <= MaxGlobLength }), $"each of {name} is 1 to {MaxGlobLength} characters.");
    }

    private static void Require(bool holds, string rule)
    {
        if (!holds)
        {
            throw new GatewayException(GatewayErrorCode.InvalidArgument, $"The stream request is not valid: {rule}");
        }
    }
}
