using System.Runtime.Versioning;
using System.ServiceProcess;

namespace Gateway.Web.Hosting.Supervision;

/// <summary>
/// This process as a Windows service. The service is reported as running once the gateway has started, and a start that fails is
/// reported with its exit code, also when it fails before there is a host. The lifetime of Microsoft.Extensions.Hosting.WindowsServices
/// can do neither: it reports running before anything has started.
/// </summary>
[SupportedOSPlatform("windows")]
internal sealed class WindowsServiceProcess : ServiceBase
{
    /// <summary>How long the start may take until the service control manager counts it as hung: above what the gateway allows its workers.</summary>
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(60);

    /// <summary>The same for the stop.</summary>
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(60);

    private readonly Func<Action, CancellationToken, Task<int>> _work;
    private readonly CancellationTokenSource _stop = new();
    private Task<int>? _working;

    /// <param name="name">The manager has its own name for the service; for a service with a process of its own any name will do.</param>
    /// <param name="work">The gateway. It calls the action when it has started, stops on the token, and returns its exit code. It does not throw.</param>
    public WindowsServiceProcess(string name, Func<Action, CancellationToken, Task<int>> work)
    {
        ServiceName = name;
        CanShutdown = true;
        // The event log has warnings and errors only, not every start and stop.
        AutoLog = false;
        _work = work;
    }

    /// <summary>Runs until the service has stopped, and occupies the calling thread.</summary>
    /// <returns>The exit code of the work; null when the service control manager did not start this process.</returns>
    public int? RunToEnd()
    {
        try
        {
            Run(this);
        }
        catch (StartFailedException)
        {
            // The service control manager has the exit code already.
        }

        return _working is { IsCompletedSuccessfully: true } ended ? ExitCodeOf(ended) : null;
    }

    protected override void OnStart(string[] args)
    {
        RequestAdditionalTime(StartPatience);
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _working = Task.Run(() => _work(() => started.TrySetResult(), _stop.Token));
        if (Task.WaitAny(started.Task, _working) == 1)
        {
            ExitCode = ExitCodeOf(_working);
            throw new StartFailedException();
        }

        _ = StopWhenItEndsAsync(_working);
    }

    protected override void OnStop()
    {
        RequestAdditionalTime(StopPatience);
        _stop.Cancel();
        ExitCode = ExitCodeOf(_working!);
    }

    protected override void OnShutdown() => OnStop();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _stop.Dispose();
        }

        base.Dispose(disposing);
    }

    // The base class calls on threads that it gives for waiting.
    private static int ExitCodeOf(Task<int> working) => working.GetAwaiter().GetResult();

    // A gateway that is asked to stop over its own interface ends without the manager's word.
    private async Task StopWhenItEndsAsync(Task working)
    {
        await working;
        if (!_stop.IsCancellationRequested)
        {
            Stop();
        }
    }

    /// <summary>Tells the base class that the start failed. Nobody else sees it.</summary>
    private sealed class StartFailedException : Exception;
}
