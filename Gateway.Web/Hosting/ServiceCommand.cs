using System.Runtime.Versioning;
using Gateway.Web.Hosting.Supervision;
using Gateway.Web.Platform.Logging;

namespace Gateway.Web.Hosting;

/// <summary>
/// <c>Gateway.Web service …</c> runs the gateway as a Windows service. Messages that would go to a console go to the event log.
/// </summary>
internal static class ServiceCommand
{
    public const string Name = "service";

    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public static async Task<int> RunAsync(string[] settings, TextWriter errors)
    {
        if (!OperatingSystem.IsWindows())
        {
            await errors.WriteLineAsync("'service' works on Windows only. On other systems start the gateway without it, under a supervisor such as systemd.");
            return ExitCodes.BadArguments;
        }

        return await RunOnWindowsAsync(settings, errors);
    }

    [SupportedOSPlatform("windows")]
    private static async Task<int> RunOnWindowsAsync(string[] settings, TextWriter errors)
    {
        using var service = new WindowsServiceProcess(ServiceEventLog.Source, (started, stop) => WorkAsync(settings, started, stop));
        if (service.RunToEnd() is { } exitCode)
        {
            return exitCode;
        }

        await errors.WriteLineAsync("Only the service control manager can run 'service' (sc start, net start). To run the gateway on a console, leave 'service' out.");
        return ExitCodes.BadArguments;
    }

    [SupportedOSPlatform("windows")]
    private static async Task<int> WorkAsync(string[] settings, Action reportStarted, CancellationToken stop)
    {
        using var errors = new StringWriter();
        var exitCode = ExitCodes.Unexpected;
        try
        {
            exitCode = await GatewayApplication.RunAsync(settings, errors, ServiceEventLog.Add, app =>
            {
                app.Lifetime.ApplicationStarted.Register(reportStarted);
                stop.Register(app.Lifetime.StopApplication);
            });
        }
        catch (Exception error)
        {
            await errors.WriteLineAsync($"The gateway ended because of an error: {error}");
        }

        if (exitCode != ExitCodes.Ok)
        {
            ServiceEventLog.WriteError(errors.ToString());
        }

        return exitCode;
    }
}
