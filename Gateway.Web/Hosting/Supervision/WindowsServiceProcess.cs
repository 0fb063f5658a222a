using System.Runtime.Versioning;
using System.ServiceProcess;

namespace Gateway.Web.Hosting.Supervision;

/// <summary>
/// Runs this process as a Windows service. The service is reported as running only after the gateway has started, and a failed start is
/// reported with its exit code, also when it fails before a host exists. The lifetime of Microsoft.Extensions.Hosting.WindowsServices
/// can do neither: it reports the service as running before anything has started.
/// </summary>
[SupportedOSPlatform("windows")]
internal sealed class WindowsServiceProcess : ServiceBase
{
    /// <summary>
    /// How long the service control manager waits for the start before it treats the service as hung. It is longer than the time that
    /// the gateway allows its workers.
    /// </summary>
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(60);

    /// <summary>How long the service control manager waits for the stop.</summary>
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(60);

    private readonly Func<Action, CancellationToken, Task<int>> _work;
    private readonly CancellationTokenSource _stop = new();
    private Task<int>? _working;

    /// <param name="name">The name of the service. The service control manager ignores this name when the service has its own
    /// process.</param>
    /// <param name="work">Runs the gateway. It calls the action when the gateway has started, stops when the token is cancelled, and
    /// returns the exit code. It does not throw.</param>
    public WindowsServiceProcess(string name, Func<Action, CancellationToken, Task<int>> work)
    {
        ServiceName = name;
        CanShutdown = true;
        // The event log should contain only warnings and errors, not every start and stop.
        AutoLog = false;
        _work = work;
    }

    /// <summary>Runs until the service has stopped, and blocks the calling thread.</summary>
    /// <returns>The exit code of the work; null when the service control manager did not start this process.</returns>
    public int? RunToEnd()
    {
        try
        {
            Run(this);
        }
        catch (StartFailedException)
        {
            // The service control manager already has the exit code.
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

    // Blocking is allowed here, because the base class calls on threads that may wait.
    private static int ExitCodeOf(Task<int> working) => working.GetAwaiter().GetResult();

    // A gateway that is stopped over its own interface ends although the service control manager did not ask for it.
    private async Task StopWhenItEndsAsync(Task working)
    {
        await working;
        if (!_stop.IsCancellationRequested)
        {
            Stop();
        }
    }

    /// <summary>Tells the base class that the start failed. No other code sees it.</summary>
    private sealed class StartFailedException : Exception;
}
