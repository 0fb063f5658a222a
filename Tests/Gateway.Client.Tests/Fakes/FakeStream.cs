using Gateway.Contracts;

namespace Gateway.Client.Tests.Fakes;

/// <summary>One subscription, as the fake gateway sees it.</summary>
/// <param name="Number">Number from 1, in the order of arrival.</param>
/// <param name="Request">The request of the client.</param>
/// <param name="Abort">Aborts the caller's connection.</param>
/// <param name="Cancelled">Cancelled when the caller has cancelled the stream or has disconnected.</param>
internal sealed record FakeStream(int Number, StreamRequest Request, Action Abort, CancellationToken Cancelled);
