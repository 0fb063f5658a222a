using System.Collections.Concurrent;
using Gateway.Errors;
using Gateway.Testing;
using Gateway.Web.Sessions.Workers;

namespace Gateway.Web.Tests.Fixtures;

/// <summary>Starts fake workers instead of processes. A test controls what they do through <see cref="Script"/>.</summary>
internal sealed class FakeLauncher : IWorkerLauncher
{
    private readonly ConcurrentDictionary<string, FakeWorker> _workers = new();

    /// <summary>What a worker does after its start; by default everything that a correct worker does.</summary>
    public Func<FakeWorker, Task> Script { get; set; } = worker => worker.RunAsync();

    /// <summary>Called before a worker starts.</summary>
    public Action<FakeWorker> Configure { get; set; } = _ => { };

    /// <summary>Makes every start fail.</summary>
    public bool Broken { get; set; }

    /// <summary>The launches so far.</summary>
    public ConcurrentQueue<WorkerLaunch> Launches { get; } = new();

    public IEnumerable<FakeWorker> Workers => _workers.Values;

    public FakeWorker Of(string sessionId) => _workers[sessionId];

    /// <summary>Finds a worker that still runs, as after a restart of the gateway.</summary>
    public IWorkerProcess? Find(ProcessIdentity identity) =>
        _workers.Values.FirstOrDefault(worker => worker.ProcessId == identity.ProcessId && !worker.Exited.IsCompleted) is { } found ? new FakeProcess(found) : null;

    /// <summary>Adds a worker as if an earlier gateway had started it.</summary>
    public void Add(string sessionId, FakeWorker worker) => _workers[sessionId] = worker;

    public IWorkerProcess Launch(WorkerLaunch launch)
    {
        if (Broken)
        {
            throw new GatewayException(GatewayErrorCode.WorkerStartFailed, "There is no worker program.");
        }

        var worker = new FakeWorker(launch.SessionId, launch.PipeName, launch.Nonce);
        Configure(worker);
        _workers[launch.SessionId] = worker;
        Launches.Enqueue(launch);
        _ = Script(worker);
        return new FakeProcess(worker);
    }
}
