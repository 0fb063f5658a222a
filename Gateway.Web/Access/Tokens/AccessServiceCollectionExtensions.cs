using Gateway.Web.Access.Callers;
using Gateway.Web.Access.Keys;
using Gateway.Web.Access.Live;
using Gateway.Web.Platform.Recorder;
using Gateway.Web.Platform.Settings;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Gateway.Web.Access.Tokens;

internal static class AccessServiceCollectionExtensions
{
    private const string WaitForKeys = "Switch.Microsoft.IdentityModel.UpdateConfigAsBlocking";

    /// <summary>
    /// Tokens, their validation, and the access policy. They need the store. Every endpoint requires an authenticated caller unless it
    /// declares <c>AllowAnonymous</c>; requests that match no endpoint are refused in the same way.
    /// </summary>
    public static IServiceCollection AddAccess(this IServiceCollection services, IConfiguration configuration)
    {
        // A token that is signed with a new key of an outside issuer must wait until that key has been read. Without the switch the
        // library would refuse the token and read the key afterwards. The switch is set here because the library reads it only once, at
        // its first use.
        AppContext.SetSwitch(WaitForKeys, true);
        services.AddRoomOptions<AccessOptions, AccessOptionsValidator>(configuration, AccessOptions.Section);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<AccessMetrics>();
        services.TryAddSingleton<IOwnerDuties, LocalDuties>();
        services.TryAddSingleton<SigningKeyRing>();
        services.TryAddSingleton<ITokenKeys>(provider => provider.GetRequiredService<SigningKeyRing>());
        services.TryAddSingleton<TokenIssuer>();
        services.TryAddSingleton<RevokedTokens>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<ITrustedIssuer, OwnIssuer>());
        services.TryAddSingleton<TokenValidator>();
        services.TryAddSingleton<BearerTokenHandler>();
        services.TryAddSingleton<IAccessPolicy, ScopeAccessPolicy>();
        services.TryAddSingleton<FlightRecorder>();
        services.TryAddSingleton<CallerRegistry>();
        services.AddHostedService<AccessStartup>();
        services.AddHostedService<AccessWatch>();
        services.AddBearer();
        return services.AddPolicies();
    }

    private static void AddBearer(this IServiceCollection services)
    {
        services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme).AddJwtBearer();
        services.AddOptions<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme)
            .Configure<BearerTokenHandler>((options, handler) =>
            {
                options.TokenHandlers.Clear();
                options.TokenHandlers.Add(handler);
                options.SaveToken = false;
                options.IncludeErrorDetails = false;
                options.Events = new JwtBearerEvents { OnMessageReceived = RequestToken.AcceptAsync };
            });
    }

    private static IServiceCollection AddPolicies(this IServiceCollection services)
    {
        services.AddAuthorization();
        services.AddOptions<AuthorizationOptions>().Configure<IAccessPolicy>((options, policy) =>
        {
            options.FallbackPolicy = options.DefaultPolicy;
            options.AddPolicy(DiagnosticsPolicies.View, builder => builder.Demand(policy, GatewayAction.ViewDiagnostics));
            options.AddPolicy(DiagnosticsPolicies.Metrics, builder => builder.Demand(policy, GatewayAction.ReadMetrics));
        });
        return services;
    }

    private static void Demand(this AuthorizationPolicyBuilder builder, IAccessPolicy policy, GatewayAction action) => builder
        .RequireAuthenticatedUser()
        .RequireAssertion(context => context.User.ToCaller() is { } caller && policy.Allows(caller, action, null));
}
