using Microsoft.Extensions.Configuration.CommandLine;
using Microsoft.Extensions.Configuration.EnvironmentVariables;
using Microsoft.Extensions.Configuration.Json;

namespace Gateway.Web.Platform.Settings;

/// <summary>Finds where a setting was set.</summary>
internal static class SettingSource
{
    /// <returns>The source that has the last word about a setting or a part of it; null when it was set nowhere.</returns>
    public static string? Of(IConfiguration configuration, string name) =>
        configuration is IConfigurationRoot root && root.Providers.LastOrDefault(provider => Has(provider, name)) is { } source ? NameOf(source) : null;

    private static bool Has(IConfigurationProvider provider, string name) => provider.TryGet(name, out _) || provider.GetChildKeys([], name).Any();

    // Only the name of a file, because its directory is nobody's concern.
    private static string NameOf(IConfigurationProvider provider) => provider switch
    {
        JsonConfigurationProvider file => Path.GetFileName(file.Source.Path) ?? "file",
        EnvironmentVariablesConfigurationProvider => "environment",
        CommandLineConfigurationProvider => "command line",
        _ => "host",
    };
}
