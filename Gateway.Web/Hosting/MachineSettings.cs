using Microsoft.Extensions.Configuration.Json;

namespace Gateway.Web.Hosting;

/// <summary>
/// Settings of a Windows machine in a file that an update of the program does not replace:
/// <c>%ProgramData%\Gateway\appsettings.json</c>. They override the settings files of the program; environment variables and arguments
/// override them. The service, the console and the offline commands read this file.
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

    /// <summary>Adds one settings file, which need not exist.</summary>
    internal static void Add(IConfigurationBuilder configuration, string file)
    {
        var own = configuration.Sources.OfType<JsonConfigurationSource>().LastOrDefault();
        var source = new JsonConfigurationSource { Path = file, Optional = true };
        source.ResolveFileProvider();
        configuration.Sources.Insert(own is null ? 0 : configuration.Sources.IndexOf(own) + 1, source);
    }
}
