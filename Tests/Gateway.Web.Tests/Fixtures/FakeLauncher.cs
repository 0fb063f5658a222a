using System.Collections.Concurrent;
using Gateway.Errors;
using Gateway.Testing;
using Gateway.Web.Sessions.Workers;

namespace Gateway.Web.Tests.Fixtures;

/// <summary>Starts fake workers in place of processes. Their lives are the tests' to script through <see cref="Script"/>.</summary>
internal sealed class FakeLauncher : IWorkerLauncher
{
    private readonly ConcurrentDictionary<string, FakeWorker> _workers = new();

    /// <summary>What a worker does from its start on; by default all that a good one does.</summary>
    public Func<FakeWorker, Task> Script { get; set; } = worker => worker.RunAsync();

    /// <summary>Set up before it starts.</summary>
    public Action<FakeWorker> Configure { get; set; } = _ => { };

    /// <summary>Refuses to start anything.</summary>
    public bool Broken { get; set; }

    /// <summary>Time stamps of the starts.</summary>
    public ConcurrentQueue<WorkerLaunch> Launches { get; } = new();

    public IEnumerable<FakeWorker> Workers => _workers.Values;

    public FakeWorker Of(string sessionId) => _workers[sessionId];

    /// <summary>Finds a worker that lives, as after a restart.</summary>
    public IWorkerProcess? Find(ProcessIdentity identity) =>
        _workers.Values.FirstOrDefault(worker => worker.ProcessId == identity.ProcessId && !worker.Exited.IsCompleted) is { } found ? new FakeProcess(found) : null;

    /// <summary>A worker that an earlier gateway would have started.</summary>
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
