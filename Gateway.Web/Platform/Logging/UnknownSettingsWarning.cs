using Gateway.Web.Platform.Settings;

namespace Gateway.Web.Platform.Logging;

/// <summary>Warns at start about settings below <c>Gateway</c> that nothing reads; most of them are misspelt.</summary>
internal sealed class UnknownSettingsWarning(IConfiguration configuration, IEnumerable<OptionsSection> sections, ILogger<UnknownSettingsWarning> logger) : IHostedService
{
    private const string Root = "Gateway";

    public Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var setting in Find())
        {
            logger.UnknownSetting(setting.Key, setting.NearestName ?? "(none)");
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private IEnumerable<UnknownSetting> Find()
    {
        var known = sections.DistinctBy(section => section.Section).ToDictionary(section => section.Section, StringComparer.OrdinalIgnoreCase);
        foreach (var child in configuration.GetSection(Root).GetChildren())
        {
            if (!known.TryGetValue(child.Path, out var section))
            {
                yield return new UnknownSetting(child.Path, UnknownSetting.Nearest(child.Key, known.Keys.Select(key => key[(Root.Length + 1)..])));
                continue;
            }

            foreach (var unknown in Unknown(child, section, known))
            {
                yield return unknown;
            }
        }
    }

    // A section may contain another section, which the options of the outer section do not know.
    private static IEnumerable<UnknownSetting> Unknown(IConfigurationSection section, OptionsSection options, Dictionary<string, OptionsSection> known) =>
        SettingFaults.Of(section, options.Options).Unknown.SelectMany(setting => known.TryGetValue(setting.Key, out var inner)
            ? Unknown(section.GetSection(setting.Key[(section.Path.Length + 1)..]), inner, known)
            : [setting]);
}
