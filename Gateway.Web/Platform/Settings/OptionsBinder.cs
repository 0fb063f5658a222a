using Microsoft.Extensions.Options;

namespace Gateway.Web.Platform.Settings;

/// <summary>
/// Binds a section to its options. A text that is not a valid value of its option is not bound and is reported with all other faults,
/// so that it does not hide them.
/// </summary>
internal sealed class OptionsBinder<TOptions>(IConfiguration configuration, string section) : IConfigureOptions<TOptions>, IValidateOptions<TOptions>
    where TOptions : class
{
    public void Configure(TOptions options)
    {
        var wrong = Faults().WrongKeys;
        if (wrong.Count == 0)
        {
            configuration.GetSection(section).Bind(options);
            return;
        }

        var readable = configuration.GetSection(section).AsEnumerable().Where(pair => !wrong.Contains(pair.Key, StringComparer.OrdinalIgnoreCase));
        new ConfigurationBuilder().AddInMemoryCollection(readable).Build().GetSection(section).Bind(options);
    }

    public ValidateOptionsResult Validate(string? name, TOptions options) =>
        Faults().Wrong is { Count: > 0 } wrong ? ValidateOptionsResult.Fail(wrong) : ValidateOptionsResult.Success;

    private SettingFaults Faults() => SettingFaults.Of(configuration.GetSection(section), typeof(TOptions));
}
