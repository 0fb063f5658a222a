using System.Runtime.Versioning;
using Gateway.Web.Hosting.Supervision;
using Gateway.Web.Platform.Logging;

namespace Gateway.Web.Hosting;

/// <summary><c>Gateway.Web service …</c>: the gateway as a Windows service. What it could say on a console goes to the event log.</summary>
internal static class ServiceCommand
{
    public const string Name = "service";

    public static bool IsMeant(IReadOnlyList<string> args) => args is [Name, ..];

    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public static async Task<int> RunAsync(string[] args, TextWriter errors)
    {
        if (!OperatingSystem.IsWindows())
        {
            await errors.WriteLineAsync("'service' is for Windows. Elsewhere start the gateway without it, under a supervisor such as systemd.");
            return ExitCodes.BadArguments;
        }

        return await RunOnWindowsAsync(args[1..], errors);
    }

    [SupportedOSPlatform("windows")]
    private static async Task<int> RunOnWindowsAsync(string[] settings, TextWriter errors)
    {
        using var service = new WindowsServiceProcess(ServiceEventLog.Source, (started, stop) => WorkAsync(settings, started, stop));
        if (service.RunToEnd() is { } exitCode)
        {
            return exitCode;
        }

        await errors.WriteLineAsync("'service' is for the service control manager (sc start, net start). To run on a console leave it out.");
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
            await errors.WriteLineAsync($"The gateway ended by an error: {error}");
        }

        if (exitCode != ExitCodes.Ok)
        {
            ServiceEventLog.WriteError(errors.ToString());
        }

        return exitCode;
    }
}
