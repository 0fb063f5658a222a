namespace Gateway.Web.Tests.Streams.Feed;

internal sealed record FeedStep(FeedStepKind Kind, int Reader, int Count);
