using Microsoft.Extensions.Configuration.Json;

namespace Gateway.Web.Hosting;

/// <summary>
/// Settings of a machine in a file that an update of the program does not replace: <c>%ProgramData%\Gateway\appsettings.json</c> on
/// Windows, <c>/etc/mxgateway/appsettings.json</c> on Linux. They override the settings files of the program; environment variables and
/// arguments override them. The service, the console and the offline commands read this file.
/// </summary>
internal static class MachineSettings
{
    private static string Directory => OperatingSystem.IsWindows()
        ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.CommonApplicationData), "Gateway")
        : "/etc/mxgateway";

    public static void AddMachineSettings(this IConfigurationBuilder configuration) => Add(configuration, Path.Combine(Directory, "appsettings.json"));

    /// <summary>Adds one settings file, which need not exist.</summary>
    /// <exception cref="InvalidDataException">The file is not valid JSON, or this user may not read it.</exception>
    internal static void Add(IConfigurationBuilder configuration, string file)
    {
        var own = configuration.Sources.OfType<JsonConfigurationSource>().LastOrDefault();
        var source = new JsonConfigurationSource { Path = file, Optional = true };
        source.ResolveFileProvider();
        try
        {
            configuration.Sources.Insert(own is null ? 0 : configuration.Sources.IndexOf(own) + 1, source);
        }
        catch (UnauthorizedAccessException)
        {
            throw new InvalidDataException(
                $"This user may not read {file}, the settings of the installed gateway. Run the command as the user of the service, on Linux with: runuser -u mxgateway -- COMMAND");
        }
    }
}
