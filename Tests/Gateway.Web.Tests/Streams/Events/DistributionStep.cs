namespace Gateway.Web.Tests.Streams.Events;

public sealed record DistributionStep(DistributionStepKind Kind, int Reader, int Count);
