using Gateway.Contracts;

namespace Gateway.Client.Tests.Fakes;

/// <summary>One subscription as the fake gateway sees it.</summary>
/// <param name="Number">From 1, in the order of arrival.</param>
/// <param name="Request">What was asked for.</param>
/// <param name="Abort">Drops the caller's connection without a goodbye.</param>
/// <param name="Cancelled">The caller cancelled, or is gone.</param>
internal sealed record FakeStream(int Number, StreamRequest Request, Action Abort, CancellationToken Cancelled);
