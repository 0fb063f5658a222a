namespace Gateway.Web.Platform.Settings;

/// <summary>One bound options object: where it is configured and what is in effect.</summary>
internal sealed record OptionsSection(string Section, Type Options, Func<IServiceProvider, object> Resolve);
