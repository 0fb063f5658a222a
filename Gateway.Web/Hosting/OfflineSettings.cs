namespace Gateway.Web.Hosting;

/// <summary>The settings of the gateway for commands that do not run it.</summary>
internal static class OfflineSettings
{
    /// <summary>
    /// A builder that has read the same files and environment variables as the gateway itself. Its host is built at most, never started.
    /// </summary>
    /// <exception cref="InvalidDataException">A settings file is not valid JSON, or this user may not read it.</exception>
    public static HostApplicationBuilder CreateBuilder(string? contentRoot)
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings
        {
            ContentRootPath = contentRoot ?? ContentRoot.Find(),
            EnvironmentName = Environment.GetEnvironmentVariable("ASPNETCORE_ENVIRONMENT"),
        });
        builder.Configuration.AddMachineSettings();
        builder.Logging.ClearProviders();
        return builder;
    }
}
