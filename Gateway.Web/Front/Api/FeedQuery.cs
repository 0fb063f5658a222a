using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Web.Streams.Feed.Reading;
using Microsoft.AspNetCore.Mvc;

namespace Gateway.Web.Front.Api;

/// <summary>A position in the feed and a filter of changes in a query string; lists are separated by commas.</summary>
internal sealed record FeedQuery
{
    [FromQuery(Name = "after")]
    public long? After { get; init; }

    [FromQuery(Name = "feedEpoch")]
    public string? FeedEpoch { get; init; }

    [FromQuery(Name = "kinds")]
    public string? Kinds { get; init; }

    [FromQuery(Name = "sessionTags")]
    public string? SessionTags { get; init; }

    /// <exception cref="GatewayException"><c>InvalidArgument</c>.</exception>
    public FeedRequest ToRequest()
    {
        var request = new FeedRequest
        {
            After = After,
            FeedEpoch = FeedEpoch,
            Kinds = QueryList.Split(Kinds)?.Select(KindOf).ToArray(),
            SessionTags = QueryList.Split(SessionTags),
        };
        FeedRequestValidator.Check(request);
        return request;
    }

    private static FeedKind KindOf(string name) =>
        QueryList.ValueOf<FeedKind>(name)
        ?? throw new GatewayException(GatewayErrorCode.InvalidArgument, "The feed cannot be read: kinds must be names of kinds, each at most once.");
}
