using System.Collections.Concurrent;
using Gateway.Web.Workers;

namespace Gateway.Web.Tests.Fakes;

/// <summary>Starts workers inside the test, on the session's real pipe.</summary>
internal sealed class FakeWorkerLauncher : IWorkerLauncher
{
    private readonly ConcurrentDictionary<string, FakeWorker> _workers = new(StringComparer.Ordinal);

    public FakeWorker Of(string sessionId) => _workers[sessionId];

    public IWorkerProcess Launch(WorkerLaunch launch) => _workers[launch.SessionId] = new FakeWorker(launch);
}
