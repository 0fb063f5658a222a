using Gateway.Web.Access.Live;
using Gateway.Web.Diagnostics;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Gateway.Web.Access;

internal static class AccessServiceCollectionExtensions
{
    /// <summary>
    /// Tokens, their check, and the policy. Needs the store. Every endpoint needs an authenticated caller unless it says
    /// <c>AllowAnonymous</c>; paths that match no endpoint are refused the same way.
    /// </summary>
    public static IServiceCollection AddAccess(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddRoomOptions<AccessOptions, AccessOptionsValidator>(configuration, AccessOptions.Section);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<AccessMetrics>();
        services.TryAddSingleton<SigningKeyRing>();
        services.TryAddSingleton<TokenIssuer>();
        services.TryAddSingleton<RevokedTokens>();
        services.TryAddSingleton<IOutsideTokens, NoOutsideTokens>();
        services.TryAddSingleton<TokenValidator>();
        services.TryAddSingleton<IAccessPolicy, ScopeAccessPolicy>();
        services.TryAddSingleton<LiveCallers>();
        services.AddHostedService<AccessStartup>();
        services.AddHostedService<AccessWatch>();
        services.AddBearer();
        return services.AddPolicies();
    }

    private static void AddBearer(this IServiceCollection services)
    {
        services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme).AddJwtBearer();
        services.AddOptions<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme)
            .Configure<TokenValidator, AccessMetrics, ILoggerFactory>((options, validator, metrics, loggers) =>
            {
                options.SecurityTokenValidators.Clear();
                options.SecurityTokenValidators.Add(
                    new BearerTokenValidator(validator, metrics, loggers.CreateLogger<BearerTokenValidator>()));
                options.SaveToken = false;
                options.IncludeErrorDetails = false;
                options.Events = new JwtBearerEvents
                {
                    OnMessageReceived = RequestToken.AcceptAsync,
                    OnChallenge = BearerRefusals.Challenge,
                    OnForbidden = BearerRefusals.Forbidden,
                };
            });
    }

    private static IServiceCollection AddPolicies(this IServiceCollection services)
    {
        services.AddAuthorization();
        services.AddOptions<AuthorizationOptions>().Configure<IAccessPolicy>((options, policy) =>
        {
            options.FallbackPolicy = options.DefaultPolicy;
            options.AddPolicy(DiagnosticsPolicies.View, builder => builder
                .RequireAuthenticatedUser()
                .RequireAssertion(context => context.User.ToCaller() is { } caller
                    && policy.Allows(caller, GatewayAction.ViewDiagnostics, null)));
        });
        return services;
    }
}
