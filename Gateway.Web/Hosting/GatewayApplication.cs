using Gateway.Web.Hosting.Supervision;
using Gateway.Web.Platform.Logging;
using Microsoft.Extensions.Options;

namespace Gateway.Web.Hosting;

/// <summary>Builds and runs the gateway from all its rooms.</summary>
internal static class GatewayApplication
{
    /// <summary>Runs the gateway until it is told to stop.</summary>
    /// <param name="args">Settings of the command line.</param>
    /// <param name="errors">Receives the faults that an operator can correct.</param>
    /// <param name="addLogging">Adds further log providers.</param>
    /// <param name="beforeStart">Called with the application before it starts.</param>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public static Task<int> RunAsync(
        string[] args, TextWriter errors, Action<ILoggingBuilder>? addLogging = null, Action<WebApplication>? beforeStart = null) => StartFaults.GuardAsync(
        async () =>
        {
            await using var app = Create(args, addLogging);
            beforeStart?.Invoke(app);
            return await app.RunGuardedAsync(errors);
        },
        errors);

    private static WebApplication Create(string[] args, Action<ILoggingBuilder>? addLogging)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = ContentRoot.Find() });
        builder.Configuration.AddMachineSettings();
        builder.Services.AddSystemdSupervision();
        builder.Logging.AddGatewayLogging(builder.Configuration);
        addLogging?.Invoke(builder.Logging);
        builder.Services.AddGateway(builder.Configuration);
        var app = builder.Build();
        // All options are validated here, before other code reads some of them and reports only their faults, and before the host,
        // which would log the faults with a stack trace.
        app.Services.GetService<IStartupValidator>()?.Validate();
        app.MapGateway();
        return app;
    }
}
