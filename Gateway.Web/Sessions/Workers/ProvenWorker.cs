using Gateway.Contracts;

namespace Gateway.Web.Sessions.Workers;

/// <summary>A worker that has proved its identity and is ready.</summary>
/// <param name="SessionId">Its session.</param>
/// <param name="Epoch">The epoch in which it numbers events.</param>
/// <param name="Info">What it reported about itself.</param>
internal sealed record ProvenWorker(string SessionId, string Epoch, WorkerInfo Info);
