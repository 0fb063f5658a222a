using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Gateway.Web.Platform.Settings;

internal static class OptionsRegistrationExtensions
{
    /// <summary>
    /// Registers the options of a room. All rooms use this method: the options are bound to <paramref name="section"/>, validated
    /// before anything starts, and listed in the effective configuration.
    /// </summary>
    public static OptionsBuilder<TOptions> AddRoomOptions<TOptions, TValidator>(
        this IServiceCollection services, IConfiguration configuration, string section)
        where TOptions : class
        where TValidator : class, IValidateOptions<TOptions>
    {
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<TOptions>, TValidator>());
        services.AddSingleton(new OptionsSection(section, typeof(TOptions), provider => provider.GetRequiredService<IOptions<TOptions>>().Value));
        var bound = new OptionsBinder<TOptions>(configuration, section);
        services.AddSingleton<IConfigureOptions<TOptions>>(bound);
        services.AddSingleton<IValidateOptions<TOptions>>(bound);
        services.AddSingleton<IOptionsChangeTokenSource<TOptions>>(new ConfigurationChangeTokenSource<TOptions>(configuration.GetSection(section)));
        return services.AddOptions<TOptions>().ValidateOnStart();
    }
}
