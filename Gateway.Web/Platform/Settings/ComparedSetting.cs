namespace Gateway.Web.Platform.Settings;

/// <summary>One setting in force, compared with its default. A secret is shown as <c>***</c> when it is set.</summary>
/// <param name="Name">The full name, such as <c>Gateway:Store:Path</c>.</param>
/// <param name="Section">The section of the configuration that it belongs to.</param>
/// <param name="Value">The value in force: a list as JSON, at most 500 characters; null when it is not set.</param>
/// <param name="Default">The default in the same form.</param>
/// <param name="IsDefault">Whether both are equal.</param>
/// <param name="Source">Where it was set: the name of a file, <c>environment</c>, <c>command line</c> or <c>host</c>; null when nowhere.</param>
/// <param name="NeedsRestart">Whether a change takes effect only when the gateway is started again.</param>
internal sealed record ComparedSetting(string Name, string Section, string? Value, string? Default, bool IsDefault, string? Source, bool NeedsRestart);
