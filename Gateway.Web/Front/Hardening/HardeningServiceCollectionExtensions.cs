using System.Net;
using Gateway.Web.Platform.Settings;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.HttpsPolicy;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace Gateway.Web.Front.Hardening;

internal static class HardeningServiceCollectionExtensions
{
    /// <summary>
    /// Limits and rules of all HTTP requests. <c>UseHardening</c>, <c>UseSecurityHeaders</c> and <c>UseRequestLimits</c> apply them.
    /// </summary>
    public static IServiceCollection AddHardening(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddRoomOptions<HardeningOptions, HardeningOptionsValidator>(configuration, HardeningOptions.Section);
        services.AddCors();
        services.AddRateLimiter(_ => { });
        services.AddOptions<KestrelServerOptions>().Configure<IOptions<HardeningOptions>>((kestrel, options) => Apply(kestrel, options.Value));
        services.AddOptions<RateLimiterOptions>().Configure<IOptions<HardeningOptions>>((limiter, options) => RequestLimits.Apply(limiter, options.Value));
        services.AddOptions<CorsOptions>().Configure<IOptions<HardeningOptions>>((cors, options) => Apply(cors, options.Value));
        services.AddOptions<ForwardedHeadersOptions>().Configure<IOptions<HardeningOptions>>((forwarded, options) => Apply(forwarded, options.Value));
        services.AddOptions<HstsOptions>().Configure<IOptions<HardeningOptions>>((hsts, options) => hsts.MaxAge = TimeSpan.FromDays(options.Value.HstsDays));
        return services;
    }

    private static void Apply(KestrelServerOptions kestrel, HardeningOptions options)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = options.MaxRequestBodyBytes;
        kestrel.Limits.MaxRequestHeadersTotalSize = options.MaxRequestHeaderBytes;
        // The request line may contain a token in its query.
        kestrel.Limits.MaxRequestLineSize = options.MaxRequestHeaderBytes;
        kestrel.Limits.MaxRequestBufferSize = Math.Max(options.MaxRequestHeaderBytes, kestrel.Limits.MaxRequestBufferSize ?? 0);
        kestrel.Limits.MaxRequestHeaderCount = options.MaxRequestHeaders;
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(options.HeaderTimeoutSeconds);
        kestrel.Limits.MaxConcurrentConnections = options.MaxConnections;
        kestrel.Limits.MaxConcurrentUpgradedConnections = options.MaxConnections;
    }

    // SignalR's browser client asks for credentials and sends two headers of its own. The gateway sets no cookies: only the token
    // identifies a caller, and pages send it themselves.
    private static void Apply(CorsOptions cors, HardeningOptions options) => cors.AddDefaultPolicy(policy => policy
        .WithOrigins([.. options.AllowedOrigins])
        .WithMethods("GET", "POST", "PUT", "PATCH", "DELETE")
        .WithHeaders("Authorization", "Content-Type", "X-Requested-With", "X-SignalR-User-Agent", "Last-Event-ID")
        .AllowCredentials()
        .WithExposedHeaders("Retry-After"));

    private static void Apply(ForwardedHeadersOptions forwarded, HardeningOptions options)
    {
        forwarded.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedPrefix;
        forwarded.KnownIPNetworks.Clear();
        forwarded.KnownProxies.Clear();
        foreach (var proxy in options.TrustedProxies)
        {
            forwarded.KnownProxies.Add(IPAddress.Parse(proxy));
        }
    }
}
