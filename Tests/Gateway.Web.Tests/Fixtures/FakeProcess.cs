using Gateway.Testing;
using Gateway.Web.Sessions.Workers;

namespace Gateway.Web.Tests.Fixtures;

/// <summary>The process of a <see cref="FakeWorker"/>.</summary>
internal sealed class FakeProcess(FakeWorker worker) : IWorkerProcess
{
    public ProcessIdentity Identity { get; } = new(worker.ProcessId, "fake", "fake");

    public int ProcessId => worker.ProcessId;

    public Task<int> Exited => worker.Exited;

    public void Kill() => worker.Die(137);

    public void Dispose()
    {
    }
}
