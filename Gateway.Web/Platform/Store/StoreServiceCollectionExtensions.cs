using Gateway.Web.Platform.Health;
using Gateway.Web.Platform.Settings;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Gateway.Web.Platform.Store;

internal static class StoreServiceCollectionExtensions
{
    // The name is part of the key derivation of every protected secret: changing it makes all secrets unreadable.
    private const string ApplicationName = "Gateway";

    /// <summary>The database, its preparation at start, the protection of secrets, and a readiness check.</summary>
    public static IServiceCollection AddStore(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddRoomOptions<StoreOptions, StoreOptionsValidator>(configuration, StoreOptions.Section);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<StorePaths>();
        services.TryAddSingleton<StoreFile>();
        services.TryAddSingleton<StoreLock>();
        services.TryAddSingleton<RunningStores>();
        services.TryAddSingleton<GatewayStore>();
        services.AddHostedService<StoreStartup>();
        services.TryAddSingleton<StoreTurns>();
        services.TryAddSingleton<IDbContextFactory<GatewayDbContext>, GatewayDbContextFactory>();
        services.TryAddSingleton<StoreHealthCheck>();
        services.AddHealthChecks().AddCheck<StoreHealthCheck>(StoreHealthCheck.Name, tags: [HealthTags.Ready]);
        return services.AddSecretProtection();
    }

    private static IServiceCollection AddSecretProtection(this IServiceCollection services)
    {
        services.AddDataProtection().SetApplicationName(ApplicationName);
        services.TryAddSingleton<SecretProtector>();
        services.AddOptions<KeyManagementOptions>().Configure<StorePaths, ILoggerFactory>((options, paths, loggers) =>
        {
            options.XmlRepository = new StoreKeyRepository(paths, loggers);
            // Outside Windows the rights of the directory protect the keys, because there is no system-wide key store. On Windows the
            // keys are encrypted for the machine and not for one account, because the offline commands of an administrator must read
            // what the service's account wrote.
            if (OperatingSystem.IsWindows())
            {
                options.XmlEncryptor = new DpapiXmlEncryptor(protectToLocalMachine: true, loggers);
            }
        });
        return services;
    }
}
