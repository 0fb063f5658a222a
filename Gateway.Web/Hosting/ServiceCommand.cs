using System.ComponentModel;
using System.Runtime.Versioning;
using Gateway.Web.Diagnostics;
using Gateway.Web.WindowsService;

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
        try
        {
            using var service = new ServiceProcess(ServiceEventLog.Source, (report, stop) => WorkAsync(settings, report, stop));
            return await service.RunAsync();
        }
        catch (Win32Exception error) when (error.NativeErrorCode == ServiceApi.NotStartedAsService)
        {
            await errors.WriteLineAsync("'service' is for the service control manager (sc start, net start). To run on a console leave it out.");
            return ExitCodes.BadArguments;
        }
    }

    [SupportedOSPlatform("windows")]
    private static async Task<int> WorkAsync(string[] settings, ServiceReport report, CancellationToken stop)
    {
        using var errors = new StringWriter();
        var exitCode = ExitCodes.Unexpected;
        try
        {
            await using var app = GatewayApplication.Create(settings, ServiceEventLog.Add);
            using var started = app.Lifetime.ApplicationStarted.Register(report.Running);
            using var stopping = stop.Register(app.Lifetime.StopApplication);
            exitCode = await app.RunGuardedAsync(errors);
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
