using Gateway.Web.Access.Login.Ldap;
using Gateway.Web.Platform.Settings;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Gateway.Web.Access.Login;

internal static class LoginServiceCollectionExtensions
{
    /// <summary>Log-in by name and password. It needs access, tokens and the audit trail.</summary>
    public static IServiceCollection AddLogin(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddRoomOptions<LoginOptions, LoginOptionsValidator>(configuration, LoginOptions.Section);
        services.AddRoomOptions<LdapOptions, LdapOptionsValidator>(configuration, LdapOptions.Section);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<LoginMetrics>();
        services.TryAddSingleton<LoginLimiter>();
        services.TryAddSingleton<IUserDirectory, LdapDirectory>();
        services.TryAddSingleton<DirectoryGate>();
        services.TryAddSingleton<ILoginAudit, TrailLoginAudit>();
        services.TryAddSingleton<LoginRecorder>();
        services.TryAddSingleton<AccountCheck>();
        services.TryAddSingleton<RefusalPace>();
        services.TryAddSingleton<LoginService>();
        return services;
    }
}
