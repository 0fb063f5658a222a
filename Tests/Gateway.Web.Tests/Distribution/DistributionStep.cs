namespace Gateway.Web.Tests.Distribution;

public sealed record DistributionStep(DistributionStepKind Kind, int Reader, int Count);
