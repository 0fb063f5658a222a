using Gateway.Web.Sessions.Lifetime;
using Gateway.Web.Sessions.Workers;

namespace Gateway.Web.Sessions.Adoption;

/// <summary>Ends the processes of workers that an earlier gateway left behind, if they are certainly those workers.</summary>
internal sealed class LeftoverWorkers(IWorkerLauncher launcher, TimeProvider time, ILogger<Adopter> logger)
{
    private static readonly TimeSpan EndTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Ends the worker of a session that this gateway does not want.</summary>
    public Task EndUnwantedAsync(SessionRecord row)
    {
        logger.LeftoverFound(row.Identity.SessionId, row.Worker.Process.ProcessId);
        return EndAsync(row.Worker.Process);
    }

    public async Task EndAsync(ProcessIdentity identity)
    {
        using var process = launcher.Find(identity);
        if (process is null)
        {
            return;
        }

        process.Kill();
        try
        {
            await process.Exited.WaitAsync(EndTimeout, time);
            logger.LeftoverEnded(identity.ProcessId);
        }
        catch (TimeoutException)
        {
            logger.LeftoverStays(identity.ProcessId);
        }
    }
}
