using Gateway.Web.Hosting.Supervision;
using Gateway.Web.Platform.Logging;
using Microsoft.Extensions.Options;

namespace Gateway.Web.Hosting;

/// <summary>The gateway, put together.</summary>
internal static class GatewayApplication
{
    /// <summary>Runs the gateway until it is told to stop.</summary>
    /// <param name="args">Settings.</param>
    /// <param name="errors">Gets the faults that an operator can mend.</param>
    /// <param name="addLogging">More logs than the ordinary ones.</param>
    /// <param name="beforeStart">Gets what was put together.</param>
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
        // Ahead of whatever reads options first, which would see its own faults only, and of the host, which would log them with a stack.
        app.Services.GetService<IStartupValidator>()?.Validate();
        app.MapGateway();
        return app;
    }
}
