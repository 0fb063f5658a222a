using System.Collections.Concurrent;
using Gateway.Web.Sessions.Workers;

namespace Gateway.Web.Tests.Fixtures;

/// <summary>Starts workers inside the test, on the session's real pipe.</summary>
internal sealed class PlantWorkerLauncher : IWorkerLauncher
{
    private readonly ConcurrentDictionary<string, PlantWorker> _workers = new(StringComparer.Ordinal);

    public PlantWorker Of(string sessionId) => _workers[sessionId];

    public IWorkerProcess? Find(ProcessIdentity identity) => null;

    public IWorkerProcess Launch(WorkerLaunch launch) => _workers[launch.SessionId] = new PlantWorker(launch);
}
