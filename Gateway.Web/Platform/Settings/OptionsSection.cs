namespace Gateway.Web.Platform.Settings;

/// <summary>One bound options object: its section in the configuration, its type, and how to get the values in effect.</summary>
internal sealed record OptionsSection(string Section, Type Options, Func<IServiceProvider, object> Resolve);
