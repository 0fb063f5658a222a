using System.Text.Json.Nodes;

namespace Gateway.Web.Platform.Settings;

/// <summary>Compares the settings in force with their defaults, and finds where each was set. No secret leaves it.</summary>
internal sealed class SettingsComparison(IServiceProvider services, IEnumerable<OptionsSection> sections, IConfiguration configuration)
{
    private const string LogLevels = "Logging:LogLevel";
    private const int MostSettings = 1_000;

    public SettingsReport Compare()
    {
        ComparedSetting[] all = [.. sections.OrderBy(section => section.Section, StringComparer.Ordinal).SelectMany(OfSection), .. OfLogLevels()];
        return new SettingsReport([.. all.Take(MostSettings)], Math.Max(0, all.Length - MostSettings));
    }

    // Options are bound once. Only levels of the log are read again when their file changes.
    private IEnumerable<ComparedSetting> OfSection(OptionsSection section)
    {
        var value = section.Resolve(services);
        var defaults = SettingLeaf.Of(section.Options, OptionsView.Of(Activator.CreateInstance(section.Options))).ToDictionary(leaf => leaf.Path, StringComparer.OrdinalIgnoreCase);
        return SettingLeaf.Of(section.Options, OptionsView.Of(value)).Select(leaf =>
        {
            var name = $"{section.Section}:{leaf.Path}";
            var standard = defaults.GetValueOrDefault(leaf.Path)?.Value;
            return new ComparedSetting(name, section.Section, SettingLeaf.TextOf(leaf.Value), SettingLeaf.TextOf(standard), JsonNode.DeepEquals(leaf.Value, standard), SettingSource.Of(configuration, name), NeedsRestart: true);
        });
    }

    private IEnumerable<ComparedSetting> OfLogLevels() => configuration.GetSection(LogLevels).GetChildren().Select(level =>
        new ComparedSetting(level.Path, LogLevels, SettingLeaf.TextOf(level.Value), null, IsDefault: false, SettingSource.Of(configuration, level.Path), NeedsRestart: false));
}
