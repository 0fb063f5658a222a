using Microsoft.Extensions.Configuration.Json;

namespace Gateway.Web.Hosting;

/// <summary>
/// Settings of a Windows machine apart from the program, which an update replaces: <c>%ProgramData%\Gateway\appsettings.json</c>.
/// They go before the program's own and after environment and arguments. The service, the console and the offline commands read them.
/// </summary>
internal static class MachineSettings
{
    public static string File => Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.CommonApplicationData), "Gateway", "appsettings.json");

    public static void AddMachineSettings(this IConfigurationBuilder configuration)
    {
        if (OperatingSystem.IsWindows())
        {
            Add(configuration, File);
        }
    }

    /// <summary>As above, of a file that need not exist.</summary>
    internal static void Add(IConfigurationBuilder configuration, string file)
    {
        var own = configuration.Sources.OfType<JsonConfigurationSource>().LastOrDefault();
        var source = new JsonConfigurationSource { Path = file, Optional = true };
        source.ResolveFileProvider();
        configuration.Sources.Insert(own is null ? 0 : configuration.Sources.IndexOf(own) + 1, source);
    }
}
