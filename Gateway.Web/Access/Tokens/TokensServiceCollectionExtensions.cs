using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Gateway.Web.Access.Tokens;

internal static class TokensServiceCollectionExtensions
{
    /// <summary>
    /// Creating, listing and revoking tokens, and the maintenance of their keys. Needs the store, the audit trail and access.
    /// </summary>
    public static IServiceCollection AddTokens(this IServiceCollection services)
    {
        services.TryAddSingleton<TokenBook>();
        services.TryAddSingleton<TokenMinter>();
        services.TryAddSingleton<TokenRevoker>();
        services.TryAddSingleton<StartupTokenSource>();
        services.TryAddSingleton<KeyUpkeep>();
        services.TryAddSingleton<TokenUpkeep>();
        services.AddHostedService<TokensStartup>();
        services.AddHostedService(provider => provider.GetRequiredService<KeyUpkeep>());
        services.AddHostedService(provider => provider.GetRequiredService<TokenUpkeep>());
        return services;
    }
}
