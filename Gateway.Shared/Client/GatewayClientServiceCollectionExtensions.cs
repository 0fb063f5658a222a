using Gateway.Client.Internal;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Gateway.Client;

/// <summary>Adds clients of gateways to a container.</summary>
public static class GatewayClientServiceCollectionExtensions
{
    /// <summary>
    /// Adds one <see cref="GatewayClient"/>, which all services share. The container makes it when a service first asks for it, and disposes
    /// it with its connection. It logs to the container's loggers. It connects with the first call.
    /// </summary>
    /// <remarks>
    /// Invalid options are reported all at once, by an <see cref="OptionsValidationException"/>: when a host starts, or else when a service
    /// first asks for the client.
    /// </remarks>
    public static IServiceCollection AddGatewayClient(this IServiceCollection services, GatewayClientOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return services.AddGatewayClient(_ => options);
    }

    /// <summary>As the other overload; the options come from a function, which may ask the container for services. It is called once.</summary>
    public static IServiceCollection AddGatewayClient(this IServiceCollection services, Func<IServiceProvider, GatewayClientOptions> options)
    {
        AddOptions(services, Options.DefaultName, options);
        services.TryAddSingleton(provider => Create(provider, Options.DefaultName));
        return services;
    }

    /// <summary>
    /// Adds a client for each of several gateways. A service asks for the one with <c>[FromKeyedServices(key)]</c>; otherwise as
    /// <see cref="AddGatewayClient(IServiceCollection, Func{IServiceProvider, GatewayClientOptions})"/>.
    /// </summary>
    public static IServiceCollection AddKeyedGatewayClient(this IServiceCollection services, string key, Func<IServiceProvider, GatewayClientOptions> options)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        AddOptions(services, key, options);
        services.TryAddKeyedSingleton(key, (provider, _) => Create(provider, key));
        return services;
    }

    private static void AddOptions(IServiceCollection services, string name, Func<IServiceProvider, GatewayClientOptions> options)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(options);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<RegisteredOptions>, RegisteredOptionsValidator>());
        services.AddOptions<RegisteredOptions>(name).Configure<IServiceProvider>((registered, provider) => registered.Client = options(provider)).ValidateOnStart();
    }

    private static GatewayClient Create(IServiceProvider provider, string name)
    {
        var options = provider.GetRequiredService<IOptionsMonitor<RegisteredOptions>>().Get(name).Client;
        return GatewayClient.Create(options.ForContainer(provider.GetService<ILoggerFactory>()));
    }
}
