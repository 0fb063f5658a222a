using Gateway.Web.Diagnostics;

namespace Gateway.Web.Hosting;

/// <summary>The gateway, put together and not started.</summary>
internal static class GatewayApplication
{
    /// <param name="args">Settings.</param>
    /// <param name="addLogging">More logs than the ordinary ones.</param>
    public static WebApplication Create(string[] args, Action<ILoggingBuilder>? addLogging = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = ContentRoot.Find() });
        builder.Configuration.AddMachineSettings();
        builder.Logging.AddGatewayLogging(builder.Configuration);
        addLogging?.Invoke(builder.Logging);
        builder.Services.AddGateway(builder.Configuration);
        var app = builder.Build();
        app.MapGateway();
        return app;
    }
}
