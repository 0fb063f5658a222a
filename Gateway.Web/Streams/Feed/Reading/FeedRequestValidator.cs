using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Web.Streams.Feed.Cursors;

namespace Gateway.Web.Streams.Feed.Reading;

/// <summary>Checks a client's request to read the feed.</summary>
internal static class FeedRequestValidator
{
    public const int MaxSessionTags = 256;

    private const int MaxEpoch = 64;
    private const int MaxTag = 64;

    /// <exception cref="GatewayException"><c>InvalidArgument</c> naming the field.</exception>
    public static void Check(FeedRequest request)
    {
        Require(request.After is null or >= 0, "after must be a sequence, or 0 for the oldest retained change.");
        Require(request.FeedEpoch is null or { Length: > 0 and <= MaxEpoch }, "feedEpoch must be the one that came with the position.");
        // Without this check, a position whose sequence has a misspelt name would be ignored.
        Require(request.FeedEpoch is null || request.After is not null, "feedEpoch needs after, because a position is both.");
        Require(request.Kinds is null || (request.Kinds.Count <= Enum.GetValues<FeedKind>().Length && request.Kinds.All(Enum.IsDefined)), "kinds must be names of kinds, each at most once.");
        Require(
            request.SessionTags is null || (request.SessionTags.Count <= MaxSessionTags && request.SessionTags.All(tag => tag is { Length: > 0 and <= MaxTag })),
            $"sessionTags must be at most {MaxSessionTags} session tags.");
        if (request.Cursor is { } cursor)
        {
            FeedCursorStore.CheckName(cursor);
        }
    }

    private static void Require(bool holds, string rule)
    {
        if (!holds)
        {
            throw new GatewayException(GatewayErrorCode.InvalidArgument, $"The feed cannot be read: {rule}");
        }
    }
}
