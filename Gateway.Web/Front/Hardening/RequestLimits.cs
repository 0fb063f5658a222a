using System.Threading.RateLimiting;
using Gateway.Contracts;
using Gateway.Web.Access.Callers;
using Gateway.Web.Front.Api;
using Microsoft.AspNetCore.RateLimiting;

namespace Gateway.Web.Front.Hardening;

/// <summary>
/// The limits per remote address: on requests to <c>/api</c>, and on negotiations of hub connections. Every request counts, with or
/// without a valid token.
/// </summary>
internal static class RequestLimits
{
    private const string NegotiatePath = HubContract.Path + "/negotiate";

    public static void Apply(RateLimiterOptions limiter, HardeningOptions options)
    {
        var requests = WindowOf(options.RequestsPerAddress, options);
        var negotiations = WindowOf(options.NegotiationsPerAddress, options);
        // The limiter itself removes addresses that sent nothing for a window.
        limiter.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, (string Path, string Network)>(context =>
            context.Request.Path.StartsWithSegments(ApiErrors.Prefix) ? Limited(context, ApiErrors.Prefix, requests)
            : context.Request.Path.StartsWithSegments(NegotiatePath) ? Limited(context, NegotiatePath, negotiations)
            : RateLimitPartition.GetNoLimiter(("", "")));
        limiter.OnRejected = static async (rejected, _) =>
        {
            var wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var known) ? known : TimeSpan.FromSeconds(1);
            await ApiProblem.TooManyRequests(rejected.HttpContext.Response, wait).ExecuteAsync(rejected.HttpContext);
        };
    }

    private static FixedWindowRateLimiterOptions WindowOf(int permits, HardeningOptions options) => new()
    {
        PermitLimit = permits,
        Window = TimeSpan.FromSeconds(options.RequestWindowSeconds),
    };

    private static RateLimitPartition<(string Path, string Network)> Limited(HttpContext context, string path, FixedWindowRateLimiterOptions window) =>
        RateLimitPartition.GetFixedWindowLimiter((path, RemoteNetwork.KeyOf(context.Connection.RemoteIpAddress)), _ => window);
}
