using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace Gateway.Web.WindowsService;

/// <summary>This process as a Windows service: one service, started by the service control manager.</summary>
/// <param name="name">The name is the manager's; for a service with a process of its own any will do.</param>
/// <param name="run">The service's work; ends with its exit code. Does not throw.</param>
[SupportedOSPlatform("windows")]
internal sealed class ServiceProcess(string name, Func<ServiceReport, CancellationToken, Task<int>> run) : IDisposable
{
    private const int Ok = 0;
    private const int CallNotImplemented = 120;

    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource<int> _exitCode = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // Kept here: the manager holds no more than their addresses.
    private ServiceApi.ServiceMain? _main;
    private ServiceApi.ControlHandler? _handler;
    private ServiceReport? _report;

    /// <summary>Runs until the service has stopped; occupies the calling thread.</summary>
    /// <returns>The exit code of the work.</returns>
    /// <exception cref="Win32Exception">The manager cannot be reached, most likely because it did not start this process.</exception>
    public Task<int> RunAsync()
    {
        _main = Main;
        var text = Marshal.StringToHGlobalUni(name);
        try
        {
            var table = new ServiceTableEntry[] { new() { Name = text, Main = Marshal.GetFunctionPointerForDelegate(_main) }, default };
            if (!ServiceApi.StartServiceCtrlDispatcherW(table))
            {
                throw new Win32Exception(Marshal.GetLastPInvokeError());
            }
        }
        finally
        {
            Marshal.FreeHGlobal(text);
        }

        return _exitCode.Task;
    }

    public void Dispose() => _stop.Dispose();

    private void Main(int count, nint arguments)
    {
        _handler = Control;
        var handle = ServiceApi.RegisterServiceCtrlHandlerExW(name, _handler, 0);
        if (handle == 0)
        {
            _exitCode.TrySetException(new Win32Exception(Marshal.GetLastPInvokeError()));
            return;
        }

        // Nothing can be done about a manager that does not listen.
        _report = new ServiceReport(status => ServiceApi.SetServiceStatus(handle, status));
        _report.Starting();
        _ = WorkAsync(_report);
    }

    private async Task WorkAsync(ServiceReport report)
    {
        await Task.Yield();
        var exitCode = await run(report, _stop.Token);
        _exitCode.TrySetResult(exitCode);
        // Last of all: from here on the process may be ended.
        report.Stopped(exitCode);
    }

    private int Control(ServiceControl control, int eventType, nint eventData, nint context)
    {
        switch (control)
        {
            case ServiceControl.Stop or ServiceControl.Shutdown:
                _report?.Stopping();
                // Not on this thread, which the manager waits for.
                _ = _stop.CancelAsync();
                return Ok;
            case ServiceControl.Interrogate:
                _report?.Repeat();
                return Ok;
            default:
                return CallNotImplemented;
        }
    }
}
