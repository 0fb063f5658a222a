namespace Gateway.Web.Tests.Feed;

internal sealed record FeedStep(FeedStepKind Kind, int Reader, int Count);
