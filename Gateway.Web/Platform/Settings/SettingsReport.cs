namespace Gateway.Web.Platform.Settings;

/// <param name="Settings">By section and name, at most 1 000.</param>
/// <param name="Skipped">Number of settings that are not listed, because there are more.</param>
internal sealed record SettingsReport(IReadOnlyList<ComparedSetting> Settings, int Skipped);
